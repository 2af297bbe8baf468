/** Takes `--stack NAME` or `--stack=NAME` out of the arguments; the rest stays in order. */
export function takeStack(words: readonly string[]): { stack: string | undefined; rest: string[] } {
  const rest = [...words];
  const at = rest.findIndex((word) => word === "--stack" || word.startsWith("--stack="));
  if (at < 0) return { stack: undefined, rest };
  const [flag = "", value] = rest.slice(at, at + 2);
  const inline = flag.startsWith("--stack=");
  rest.splice(at, inline ? 1 : 2);
  return { stack: inline ? flag.slice("--stack=".length) : value, rest };
}
