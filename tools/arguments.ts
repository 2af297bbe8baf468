import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

/** Arguments that a command does not take; tools/run.mjs exits with this code. */
class UnknownArguments extends Error {
  readonly exitCode = 2;
}

/** The option that most commands share: `--stack NAME`. */
export const stackOption = { stack: { type: "string", short: "s" } } as const;

/**
 * The arguments of a command that hands none of them on.
 *
 * @throws where one is unknown, stands twice or has no value, with the way to the command's help
 */
export function ownArguments<Options extends ParseArgsOptionsConfig>(
  command: string,
  args: readonly string[],
  options: Options,
  { positionals: most = 0 }: { readonly positionals?: number } = {},
) {
  const refuse = (problem: string) =>
    new UnknownArguments(`npm run ${command}: ${problem}\n  → npm run ${command} -- --help`);
  const { values, positionals, tokens } = parse();
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token] : []));
  for (const { name, rawName, value } of given) {
    if (given.filter((other) => other.name === name).length > 1) throw refuse(`${rawName} stands twice`);
    // Without the name, the command would use another stack than the one intended.
    if (options[name]?.type === "string" && !value) throw refuse(`${rawName} has no value`);
  }
  if (positionals.length > most) throw refuse(`unknown argument ${JSON.stringify(positionals[most])}`);
  return { values, positionals };

  function parse() {
    try {
      return parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
    } catch (error) {
      // Its first sentence names the option; the others explain how to write a positional argument.
      const [problem = ""] = (error as Error).message.split(/[.\n]/);
      throw refuse(problem.charAt(0).toLowerCase() + problem.slice(1));
    }
  }
}
