import { execFile as run } from "../components/process/child.mjs";

/** The first version number in a program's output. */
export async function versionOf(file: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await run(file, args).catch((error) => ({ stdout: "", stderr: error.message }));
  return `${stdout}\n${stderr}`.match(/\d{1,9}\.\d{1,9}[\w.+-]*/)?.[0] ?? "unknown";
}
