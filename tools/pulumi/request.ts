const takesValue = new Set([
  "-C",
  "--cwd",
  "--color",
  "-v",
  "--verbose",
  "--profiling",
  "--tracing",
  "-s",
  "--stack",
]);

const longNames: Readonly<Record<string, string>> = {
  update: "up",
  pre: "preview",
  down: "destroy",
  dn: "destroy",
};

/** A parsed Pulumi command line. */
export interface PulumiRequest {
  /** Its verb, aliases resolved; "" if there is none. */
  readonly verb: string;
  readonly stack: string | undefined;
  /** True if it names a settings file, or settings to save. */
  readonly bringsSettings: boolean;
  readonly answersItself: boolean;
}

/** Index of the verb in a Pulumi command line; -1 if there is none. */
export function verbAt(args: readonly string[]): number {
  return args.findIndex((word, index) => !word.startsWith("-") && !takesValue.has(args[index - 1] ?? ""));
}

export function readRequest(args: readonly string[]): PulumiRequest {
  const verb = args[verbAt(args)] ?? "";
  return {
    verb: longNames[verb] ?? verb,
    stack: optionIn(args, "-s", "--stack"),
    bringsSettings: args.some((word) => /^(-c|--config|--config-file)(=|$)/.test(word)),
    answersItself: args.some((word) => ["-y", "--yes", "--help", "-h", "--preview-only"].includes(word)),
  };
}

function optionIn(args: readonly string[], short: string, long: string): string | undefined {
  for (const [index, word] of args.entries()) {
    if (word === short || word === long) return args[index + 1];
    if (word.startsWith(`${long}=`)) return word.slice(long.length + 1);
    if (word.startsWith(short) && !word.startsWith("--")) return word.slice(short.length).replace(/^=/, "");
  }
  return undefined;
}
