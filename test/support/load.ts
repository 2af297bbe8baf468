import { setTimeout as sleep } from "node:timers/promises";

/** What a steady load saw. */
export interface LoadResult {
  readonly answered: number;
  /** Every request without a 200, by reason. */
  readonly failures: Readonly<Record<string, number>>;
}

/** Asks `url` fifty times a second until stopped; every request is counted once. */
export function steadyLoad(url: string): { stop(): Promise<LoadResult> } {
  let answered = 0;
  const failures: Record<string, number> = {};
  const pending: Promise<void>[] = [];
  const fail = (reason: string) => {
    failures[reason] = (failures[reason] ?? 0) + 1;
  };
  const ask = async () => {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
      await response.text();
      if (response.status === 200) answered++;
      else fail(`status ${response.status}`);
    } catch (error) {
      fail(String((error as { cause?: { code?: string } }).cause?.code ?? error));
    }
  };
  const timer = setInterval(() => pending.push(ask()), 20);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(pending);
      return { answered, failures };
    },
  };
}

/** The answer of `url` as JSON; tried for ten seconds. */
export async function json<T>(url: string): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(3000) });
      if (response.status !== 200) throw new Error(`status ${response.status}`);
      return (await response.json()) as T;
    } catch (error) {
      if (attempt === 20) throw error;
      await sleep(500);
    }
  }
}
