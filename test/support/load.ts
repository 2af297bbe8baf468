import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

/** The result of a steady load. */
export interface LoadResult {
  readonly answered: number;
  /** Requests per second over the whole time. */
  readonly rate: number;
  /** The number of requests without a 200, by reason. */
  readonly failures: Readonly<Record<string, number>>;
}

/**
 * Milliseconds; 55 requests a second, so that the rate stays above 50 even with the last interval cut short.
 */
const interval = 18;

/** Requests `url` more than fifty times a second until stopped; catches up if the computer was busy. */
export function steadyLoad(
  url: string,
  method = "GET",
  headers: Readonly<Record<string, string>> = {},
): { stop(): Promise<LoadResult> } {
  const start = performance.now();
  let answered = 0;
  const failures: Record<string, number> = {};
  const pending: Promise<void>[] = [];
  const fail = (reason: string) => {
    failures[reason] = (failures[reason] ?? 0) + 1;
  };
  const ask = async () => {
    try {
      const response = await fetch(url, { method, headers, signal: AbortSignal.timeout(10_000) });
      await response.text();
      if (response.status === 200) answered++;
      else fail(`status ${response.status}`);
    } catch (error) {
      fail(reasonOf(error as Error & { cause?: { code?: string } }));
    }
  };
  const timer = setInterval(() => {
    const due = Math.floor((performance.now() - start) / interval) + 1;
    while (pending.length < due) pending.push(ask());
  }, interval);
  return {
    async stop() {
      clearInterval(timer);
      const rate = pending.length / ((performance.now() - start) / 1000);
      await Promise.all(pending);
      return { answered, rate, failures };
    },
  };
}

/** Stops the load; fails if a request of it did. */
export async function assertAllAnswered(load: ReturnType<typeof steadyLoad>): Promise<void> {
  const { answered, failures } = await load.stop();
  assert.deepEqual(failures, {});
  assert.ok(answered > 200, `${answered} requests`);
}

function reasonOf(error: Error & { cause?: { code?: string } }): string {
  return error.name === "TimeoutError" ? "no answer in 10 s" : String(error.cause?.code ?? error);
}

/** The response of `url` as JSON; retries for ten seconds. */
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
