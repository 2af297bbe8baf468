import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../setup/project.ts";
import { ownArguments } from "../arguments.ts";
import { setUp } from "../setUp.ts";
import { matrixText, pageWith, readRows } from "../test/faultMatrix.ts";
import { mochaCheck } from "../test/mochaCheck.ts";
import { runAlone } from "../test/ownCommand.ts";

export const help = `npm run test:faults [-- [--write] [NAME...]]

Breaks a real local swarm: kills, stops and cuts off machines, kills engines and Pulumi, fills disks, and more.
Prints what was expected of each fault, what happened and how long it took.
Name files in test/faults to run only those: npm run test:faults -- machines

--write  also writes the results into docs/reliability.md, if every expectation was met`;

const options = { write: { type: "boolean" } } as const;
const page = join(projectRoot, "docs", "reliability.md");

export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals: names } = ownArguments("test:faults", args, options, {
    positionals: Number.POSITIVE_INFINITY,
  });
  const files =
    names.length > 0 ? names.map((name) => `test/faults/${name}.spec.ts`) : ["test/faults/*.spec.ts"];
  const unknown = names.filter((name) => !existsSync(join(projectRoot, `test/faults/${name}.spec.ts`)));
  if (unknown.length > 0) {
    console.error(
      `test/faults holds no ${unknown.join(", ")}\n  → npm run test:faults runs all that it holds`,
    );
    return 2;
  }
  await setUp("test");
  const folder = mkdtempSync(join(tmpdir(), "swarm-faults-"));
  const file = join(folder, "rows");
  process.env.SWARM_FAULT_ROWS = file;
  try {
    const check = mochaCheck({ name: "faults", files, timeout: 900_000, engine: true });
    const code = await runAlone(check, () => matrixText(readRows(file)));
    if (values.write && code === 0) write(file);
    return code;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(file: string): void {
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(page, pageWith(readFileSync(page, "utf8"), readRows(file), day));
}
