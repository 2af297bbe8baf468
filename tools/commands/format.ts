import { ownArguments } from "../arguments.ts";
import { runInForeground } from "../foreground.mjs";

export const help = `npm run format

Formats the code and applies the linter's safe fixes.`;

export async function main(args: readonly string[]): Promise<number> {
  ownArguments("format", args, {});
  return runInForeground("node_modules/.bin/biome", ["check", "--write", "."]);
}
