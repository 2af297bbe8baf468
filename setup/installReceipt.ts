import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Origin } from "./step.ts";

/** The install receipt beside a tool that we installed. */
export interface ToolRecord {
  readonly origin: Origin;
  /** Hash of our sources when the tool was built from them. */
  readonly sources?: string;
}

export function readRecord(file: string): ToolRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

export function writeRecord(file: string, record: ToolRecord): void {
  writeFileSync(file, `${JSON.stringify(record)}\n`);
}

/** A hash of all files of a folder. */
export function hashOfFolder(folder: string): string {
  const hash = createHash("sha256");
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith("_test.go"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const name of names) hash.update(name.slice(folder.length)).update("\0").update(readFileSync(name));
  return hash.digest("hex").slice(0, 16);
}
