const answers = new Map<string, Promise<boolean>>();

/** Whether a web site answers at all; asked once in a run. */
export function canReach(address: string, timeout = 10_000): Promise<boolean> {
  // Node's fetch takes no notice of a proxy: leave it to the tool that does.
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
