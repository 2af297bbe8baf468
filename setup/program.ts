import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { execFile as run } from "../components/process/child.mjs";

/** The path of a program, found as a shell would. */
export function findOnPath(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first version number in a program's output. */
export async function versionOf(file: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await run(file, args).catch((error) => ({ stdout: "", stderr: error.message }));
  return `${stdout}\n${stderr}`.match(/\d{1,9}\.\d{1,9}[\w.+-]*/)?.[0] ?? "unknown";
}
