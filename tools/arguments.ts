import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

/** Arguments that a command does not take; tools/run.mjs exits with this code. */
class BadArguments extends Error {
  readonly exitCode = 2;
}

/** The error for arguments that a command does not take, with the way to its help. */
export function badArguments(command: string, problem: string): Error {
  return new BadArguments(`npm run ${command}: ${problem}\n  → npm run ${command} -- --help`);
}

/** The option that most commands share: `--stack NAME`. */
export const stackOption = { stack: { type: "string", short: "s" } } as const;

/**
 * The arguments of a command that hands none of them on.
 *
 * @throws where one is unknown, appears twice or has no value, with the way to the command's help
 */
export function ownArguments<Options extends ParseArgsOptionsConfig>(
  command: string,
  args: readonly string[],
  options: Options,
  { positionals: most = 0 }: { readonly positionals?: number } = {},
) {
  const refuse = (problem: string) => badArguments(command, problem);
  const { values, positionals, tokens } = parse();
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token] : []));
  for (const { name, rawName, value } of given) {
    const isTwice = given.filter((other) => other.name === name).length > 1;
    if (isTwice && !options[name]?.multiple) throw refuse(`${rawName} appears twice`);
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

/**
 * Takes `--stack NAME` or `--stack=NAME` out of the arguments of a command that hands on the rest, which keeps
 * its order.
 */
export function takeStack(args: readonly string[]): { stack: string | undefined; rest: string[] } {
  return named(takeOption(args, "--stack"));
}

/** The same where the rest goes to Pulumi, which also reads `-s NAME` and obeys the last of two. */
export function takePulumiStack(
  command: string,
  args: readonly string[],
): { stack: string | undefined; rest: string[] } {
  const taken = named(takeOption(args, "--stack", "-s"));
  if (takeOption(taken.rest, "--stack", "-s").isGiven) throw badArguments(command, "--stack appears twice");
  return taken;
}

function named({ isGiven, value, rest }: TakenOption): { stack: string | undefined; rest: string[] } {
  // Without the name, the command would use another stack than the one intended.
  if (isGiven && !value) throw new BadArguments("--stack needs a name\n  → write for example --stack prod");
  return { stack: value, rest };
}

interface TakenOption {
  readonly isGiven: boolean;
  readonly value: string | undefined;
  readonly rest: string[];
}

/** Takes the first `FLAG VALUE` or `FLAG=VALUE` out of the arguments. */
export function takeOption(args: readonly string[], ...flags: string[]): TakenOption {
  const flagOf = (word: string) => flags.find((flag) => word === flag || word.startsWith(`${flag}=`));
  const at = args.findIndex((word) => flagOf(word) !== undefined);
  const [first = "", next] = args.slice(at, at + 2);
  const flag = flagOf(first);
  if (flag === undefined) return { isGiven: false, value: undefined, rest: [...args] };
  const isInline = first !== flag;
  return {
    isGiven: true,
    value: isInline ? first.slice(flag.length + 1) : next,
    rest: args.toSpliced(at, isInline ? 1 : 2),
  };
}
