/** Takes `--stack NAME` or `--stack=NAME` out of the arguments; the rest keeps its order. */
export function takeStack(args: readonly string[]): { stack: string | undefined; rest: string[] } {
  const { isGiven, value, rest } = takeOption(args, "--stack");
  // Without the name, the command would use another stack than the one intended.
  if (isGiven && !value) throw new Error("--stack has no name behind it\n  → write for example --stack prod");
  return { stack: value, rest };
}

/** Takes the first `FLAG VALUE` or `FLAG=VALUE` out of the arguments. */
export function takeOption(
  args: readonly string[],
  flag: string,
): { isGiven: boolean; value: string | undefined; rest: string[] } {
  const rest = [...args];
  const at = rest.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
  if (at < 0) return { isGiven: false, value: undefined, rest };
  const [first = "", next] = rest.slice(at, at + 2);
  const isInline = first !== flag;
  rest.splice(at, isInline ? 1 : 2);
  return { isGiven: true, value: isInline ? first.slice(flag.length + 1) : next, rest };
}
