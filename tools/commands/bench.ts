import { bench } from "../../bench/bench.ts";
import { readRequest } from "../../bench/request.ts";
import { setUp } from "../setUp.ts";

export const help = `npm run bench -- [--runs NUMBER] [--only up,noop,addWorker,rollout,destroy,memory] [--large]

Compares the program with the same work by hand (the floor: docker and ssh, everything in parallel) and with an
empty Pulumi program, in turn. Prints medians, ratios, whether the goals are met, and how long each part of the
first up takes. Default: 3 rounds, after one that fills the caches.

A complete run writes bench/results.md; one with --only does not. Each round runs all verbs; --only selects
the lines of the table. A complete run also measures a cluster of 25 nodes and the preview of 200 workers; --large
measures only those. Takes about two minutes a round, and five for the large clusters, on an idle computer.
It removes everything that it created, even if it fails or is interrupted.`;

export async function main(args: readonly string[]): Promise<number> {
  const request = readRequest(args);
  await setUp("use");
  const abort = new AbortController();
  const end = () => abort.abort(new Error("bench: interrupted; everything it made is removed"));
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, end);
  try {
    const figures = await bench(request, abort.signal);
    return figures.some(({ met }) => met === false) ? 1 : 0;
  } finally {
    for (const signal of signals) process.off(signal, end);
  }
}
