import { verbAt } from "../toolchain/pulumiWords.ts";

/** Options of `up` that `preview` does not have: alone, and with a value behind them. */
const updateOnly = new Set([
  "--yes",
  "-y",
  "--skip-preview",
  "-f",
  "-yf",
  "-fy",
  "--continue-on-error",
  "--strict",
]);
const updateOnlyWithValue = ["--plan", "--secrets-provider"];

/** A preview of what `up` with these words would do. */
export function previewArguments(args: readonly string[]): string[] {
  const verb = verbAt(args);
  return args.flatMap((word, index) => {
    if (index === verb) return ["preview"];
    if (updateOnly.has(word) || updateOnlyWithValue.includes(word.split("=")[0] ?? "")) return [];
    return updateOnlyWithValue.includes(args[index - 1] ?? "") ? [] : [word];
  });
}

/** The `up` itself, when its preview has been shown and agreed to. A strict one makes its plan in a preview of its own. */
export function updateArguments(args: readonly string[]): string[] {
  const wanted = ["--yes", ...(args.includes("--strict") ? [] : ["--skip-preview"])];
  const short: Readonly<Record<string, string>> = { "--yes": "-y", "--skip-preview": "-f" };
  const has = (word: string) => args.some((given) => [word, short[word], "-yf", "-fy"].includes(given));
  return [...args, ...wanted.filter((word) => !has(word))];
}
