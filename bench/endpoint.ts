import { setTimeout as sleep } from "node:timers/promises";

const timeout = 20_000;

/** Waits until the address answers 200, and returns the response body. */
export async function answerOf(url: string): Promise<string> {
  const end = Date.now() + timeout;
  for (;;) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
      const text = await response.text();
      if (response.status === 200) return text;
    } catch {
      // Not yet.
    }
    if (Date.now() > end) throw new Error(`${url} does not answer 200 within ${timeout / 1000} s`);
    await sleep(20);
  }
}

/** Fails unless the api at this address runs that version. */
export async function requireVersion(url: string, version: string): Promise<void> {
  const answer = JSON.parse(await answerOf(`${url}/api/visit`)) as { version: string };
  if (answer.version !== version)
    throw new Error(`the api behind ${url} is version ${answer.version}, not ${version}`);
}

/** The text of example/api/version.mjs with another version. */
export function withVersion(text: string, version: string): string {
  const changed = text.replace(/"[^"]*"/, JSON.stringify(version));
  if (changed === text) throw new Error("example/api/version.mjs holds no version to change");
  return changed;
}
