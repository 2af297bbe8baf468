import { goals, type Row } from "./verbs.ts";

/** A parsed command line. */
export interface Request {
  readonly runs: number;
  readonly rows: readonly Row[];
  /** True if all rows are measured; only then the results are saved. */
  readonly complete: boolean;
}

const names = goals.map(({ row }) => row);

export function readRequest(args: readonly string[]): Request {
  let runs = 3;
  let rows: readonly Row[] = names;
  for (let index = 0; index < args.length; index += 2) {
    const [option = "", value = ""] = args.slice(index, index + 2);
    if (option === "--runs") runs = readRuns(value);
    else if (option === "--only") rows = readRows(value);
    else
      throw new Error(`bench: there is no option ${option}\n  → --runs NUMBER or --only ${names.join(",")}`);
  }
  return { runs, rows, complete: rows.length === names.length };
}

function readRuns(value: string): number {
  if (/^[1-9]\d?$/.test(value)) return Number(value);
  throw new Error(`bench: --runs ${JSON.stringify(value)} is no number from 1 to 99\n  → --runs 5`);
}

function readRows(value: string): Row[] {
  const wanted = value.split(",");
  const unknown = wanted.filter((name) => !names.some((row) => row === name));
  if (unknown.length > 0)
    throw new Error(
      `bench: --only ${JSON.stringify(value)}: nothing is called ${unknown.map((name) => JSON.stringify(name)).join(", ")}\n  → a list of ${names.join(",")}`,
    );
  return names.filter((row) => wanted.includes(row));
}
