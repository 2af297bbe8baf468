import { verbAt } from "../pulumi/request.ts";

/** Options of `up` that `preview` does not have: without and with a value. */
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

/** The arguments for a preview of `up` with these arguments. */
export function previewArguments(args: readonly string[]): string[] {
  const verb = verbAt(args);
  return args.flatMap((word, index) => {
    if (index === verb) return ["preview"];
    if (updateOnly.has(word) || updateOnlyWithValue.includes(word.split("=")[0] ?? "")) return [];
    return updateOnlyWithValue.includes(args[index - 1] ?? "") ? [] : [word];
  });
}

/**
 * The arguments for `up` after the user has confirmed its preview. With `--strict`, Pulumi makes its plan in
 * another preview.
 */
export function updateArguments(args: readonly string[]): string[] {
  const wanted = ["--yes", ...(args.includes("--strict") ? [] : ["--skip-preview"])];
  const short: Readonly<Record<string, string>> = { "--yes": "-y", "--skip-preview": "-f" };
  const has = (word: string) => args.some((given) => [word, short[word], "-yf", "-fy"].includes(given));
  return [...args, ...wanted.filter((word) => !has(word))];
}
