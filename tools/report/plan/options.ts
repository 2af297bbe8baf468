import { takeOption } from "../../arguments.ts";

/** The options of `npm run preview -- --markdown`. */
export interface MarkdownRequest {
  /** Pulumi's arguments, without our own options. */
  readonly args: readonly string[];
  /** A file that gets the text too. */
  readonly output: string | undefined;
}

const refused: Readonly<Record<string, string>> = {
  "--show-secrets": "a comment must not show secrets",
  "--json": "the engine's JSON is what --markdown reads",
  "-j": "the engine's JSON is what --markdown reads",
  "--diff": "it is another way to show the same",
};

/** Undefined without `--markdown`. */
export function takeMarkdown(args: readonly string[]): MarkdownRequest | undefined {
  if (!args.includes("--markdown")) return undefined;
  for (const word of args) {
    const name = word.split("=")[0] ?? "";
    const why = Object.hasOwn(refused, name) ? refused[name] : undefined;
    if (why) throw new Error(`${name} and --markdown do not go together: ${why}\n  → leave out one of them`);
  }
  const others = args.filter((word) => word !== "--markdown");
  const { isGiven, value: output = "", rest } = takeOption(others, "--output");
  if (!isGiven) return { args: rest, output: undefined };
  if (output === "" || output.startsWith("-"))
    throw new Error("--output: names no file\n  → --output preview.md");
  return { args: rest, output };
}
