import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** The output of a program; an error contains what it printed. */
export async function run(program: string, ...args: string[]): Promise<string> {
  try {
    return (await execute(program, args, { maxBuffer: 64 * 1024 * 1024 })).stdout.trim();
  } catch (error) {
    const { stderr = "", message } = error as Error & { stderr?: string };
    throw new Error(stderr.trim() === "" ? message : `${program} ${args.join(" ")}\n${stderr.trim()}`);
  }
}

export async function lines(program: string, ...args: string[]): Promise<string[]> {
  return (await run(program, ...args)).split("\n").filter(Boolean);
}
