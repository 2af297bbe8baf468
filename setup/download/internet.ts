const answers = new Map<string, Promise<boolean>>();

/** Whether a web site answers; checked once in a run. */
export function canReach(address: string, timeout = 10_000): Promise<boolean> {
  // Node's fetch ignores proxies, so leave the check to a tool that uses them.
  if (process.env.HTTPS_PROXY || process.env.https_proxy) return Promise.resolve(true);
  const known = answers.get(address);
  if (known) return known;
  const answer = fetch(address, { method: "HEAD", signal: AbortSignal.timeout(timeout) }).then(
    () => true,
    () => false,
  );
  answers.set(address, answer);
  return answer;
}
