import { join } from "node:path";
import type { Clone } from "../test/support/clone.ts";
import { leftovers, removeLeftovers } from "../tools/cluster/leftovers.ts";
import type { Watch } from "./commands.ts";
import { dependenciesIn } from "./criticalPath.ts";
import { answerOf, requireVersion, withVersion } from "./endpoint.ts";
import { EventLog, type Span } from "./eventLog.ts";
import { canWatchMemory, type Memory, MemoryWatch } from "./memoryWatch.ts";
import type { PulumiProject } from "./pulumiProject.ts";
import { timeline } from "./timeline.ts";
import type { Times } from "./verbs.ts";

const port = 18870;
const url = `http://127.0.0.1:${port}`;

export interface ProductRun {
  readonly times: Times;
  /** Where the first `up` spent its time. */
  readonly timeline: string;
}

/** The product with its own stack, in a copy of the project. */
export class Product {
  private readonly project: PulumiProject;
  private readonly clone: Clone;

  constructor(project: PulumiProject, clone: Clone) {
    this.project = project;
    this.clone = clone;
  }

  static settings(workers: number): Readonly<Record<string, unknown>> {
    return {
      workers,
      stacks: { example: { file: "example/compose.yaml" } },
      local: { port, subnet: "172.31.201.0/24" },
    };
  }

  async play(version: string, watch?: Watch): Promise<ProductRun> {
    this.configure(2);
    const { seconds: up, spans } = await this.firstUp(version, watch);
    const chart = timeline(spans, dependenciesIn(await this.project.state()), up);
    const noop = await this.project.up(["--expect-no-changes"], watch);
    this.configure(3);
    const addWorker = await this.project.up([], watch);
    this.clone.edit("example/api/version.mjs", (text) => withVersion(text, version));
    const rollout = await this.project.up([], watch);
    await requireVersion(url, version);
    const destroy = await this.project.destroy(watch);
    const left = leftovers("bench").flatMap(({ ids }) => ids);
    if (left.length > 0) throw new Error(`pulumi destroy left ${left.join(", ")}`);
    return { times: { up, noop, addWorker, rollout, destroy }, timeline: chart };
  }

  /** A whole run that measures memory, which the timed runs do not; undefined if it cannot be measured. */
  async playWatched(version: string): Promise<Memory | undefined> {
    const watch = canWatchMemory() ? new MemoryWatch() : undefined;
    await this.play(version, watch);
    return watch?.highest;
  }

  /** Removes whatever an unfinished run left behind. */
  remove(): void {
    removeLeftovers(leftovers("bench"));
  }

  /** Ends when the endpoint answers, which should be at once. */
  private async firstUp(version: string, watch?: Watch): Promise<{ seconds: number; spans: Span[] }> {
    const log = new EventLog(join(this.clone.folder, `events-${version}.json`));
    try {
      const seconds = await this.project.up(["--event-log", log.file], watch);
      const ended = performance.now();
      await answerOf(url);
      return { seconds: seconds + (performance.now() - ended) / 1000, spans: log.stop() };
    } finally {
      log.stop();
    }
  }

  private configure(workers: number): void {
    this.clone.configure(Product.settings(workers));
  }
}
