import { runInForeground } from "./toolchain/foreground.mjs";

export const help = `npm run format

Formats the code and mends what the linter can mend by itself.`;

export function main(): Promise<number> {
  return runInForeground("node_modules/.bin/biome", ["check", "--write", "."]);
}
