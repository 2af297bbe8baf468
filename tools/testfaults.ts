import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { matrixText, pageWith, readRows } from "./test/faultMatrix.ts";
import { mochaCheck } from "./test/mochaCheck.ts";
import { runAlone } from "./test/ownCommand.ts";
import { projectRoot } from "./toolchain/project.ts";
import { setUp } from "./toolchain/setUp.ts";

export const help = `npm run test:faults [-- [--write] [NAME...]]

What becomes of a real local swarm when things break: machines killed, stopped and cut off, engines killed, Pulumi
killed, disks full, and more. Prints each fault with what is expected, what was seen and how long it took.
Names of files in test/faults pick some: npm run test:faults -- machines

--write  writes what was seen into docs/reliability.md as well, where nothing was missed`;

const page = join(projectRoot, "docs", "reliability.md");

export async function main(words: readonly string[]): Promise<number> {
  const names = words.filter((word) => word !== "--write");
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
    if (words.includes("--write") && code === 0) write(file);
    return code;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(file: string): void {
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(page, pageWith(readFileSync(page, "utf8"), readRows(file), day));
}
