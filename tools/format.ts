import { runInForeground } from "./toolchain/foreground.mjs";

export const help = `npm run format

Formats the code and applies the linter's safe fixes.`;

export function main(): Promise<number> {
  return runInForeground("node_modules/.bin/biome", ["check", "--write", "."]);
}
