import type { Engine } from "./engine.ts";

/** How a docker command on the seed ended. */
export interface CommandResult {
  /** Null if the connection broke: nobody knows whether the command has run. */
  readonly code: number | null;
  readonly output: string;
  readonly messages: string;
}

/** Where a stack is deployed: the seed of a swarm, whose lock for the stack this process has. */
export interface Host {
  readonly engine: Engine;
  /** Runs `docker` with these arguments on the seed, for at most `seconds`. */
  readonly docker: (args: readonly string[], seconds: number, input?: string) => Promise<CommandResult>;
  /** Shows a line during `pulumi up`. */
  readonly say: (line: string) => void;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly sleep: (seconds: number) => Promise<void>;
}

/** Asks until the answer is true, for at most `seconds`; returns the last answer. */
export async function isSoon(
  { now, sleep }: Pick<Host, "now" | "sleep">,
  seconds: number,
  ask: () => Promise<boolean>,
): Promise<boolean> {
  const end = now() + seconds;
  for (;;) {
    if (await ask()) return true;
    if (now() >= end) return false;
    await sleep(0.5);
  }
}
