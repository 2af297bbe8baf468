import { badArguments, ownArguments } from "../tools/arguments.ts";
import { goals, type Row } from "./verbs.ts";

/** A parsed command line. */
export interface Request {
  readonly runs: number;
  readonly rows: readonly Row[];
  /** True if all rows are measured; only then the results are saved. */
  readonly complete: boolean;
  /** True if only the large clusters are measured. */
  readonly large: boolean;
}

const options = { runs: { type: "string" }, only: { type: "string" }, large: { type: "boolean" } } as const;
const names = goals.map(({ row }) => row);

export function readRequest(args: readonly string[]): Request {
  const { values } = ownArguments("bench", args, options);
  const runs = values.runs === undefined ? 3 : readRuns(values.runs);
  const rows = values.only === undefined ? names : readRows(values.only);
  const large = values.large === true;
  return { runs, rows, complete: !large && rows.length === names.length, large };
}

function readRuns(value: string): number {
  if (/^[1-9]\d?$/.test(value)) return Number(value);
  throw badArguments("bench", `--runs ${JSON.stringify(value)} is not a number from 1 to 99`);
}

function readRows(value: string): Row[] {
  const wanted = value.split(",");
  const unknown = wanted.filter((name) => !names.some((row) => row === name));
  if (unknown.length > 0)
    throw badArguments(
      "bench",
      `--only ${JSON.stringify(value)} is not a list of ${names.join(",")}: unknown ${unknown.join(", ")}`,
    );
  return names.filter((row) => wanted.includes(row));
}
