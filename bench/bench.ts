import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { EngineObjects } from "../components/targets/local/resources/engineObjects.ts";
import type { Environment } from "../setup/pulumiHome.ts";
import { Clone } from "../test/support/clone.ts";
import { refreshOption } from "../tools/pulumi/refresh.ts";
import { table } from "../tools/report/table.ts";
import { Commands } from "./commands.ts";
import { playEmptyProgram } from "./emptyProgram.ts";
import { facts } from "./facts.ts";
import { type Figure, figuresOf, type Rounds } from "./figures.ts";
import { Floor } from "./floor.ts";
import { LargeCluster, type LargeFigure } from "./largeCluster.ts";
import { type Memory, total } from "./memoryWatch.ts";
import { Product, type ProductRun } from "./product.ts";
import { PulumiProject } from "./pulumiProject.ts";
import { largeHeading, markdown, memoryLine, rowsOf } from "./report.ts";
import type { Request } from "./request.ts";
import type { Times } from "./verbs.ts";

const results = join(import.meta.dirname, "results.md");

/** Highest load average at which the figures are reliable. */
const quiet = 1.5;

/** Measures, prints the figures, and saves those of a complete run. */
export async function bench(request: Request, signal: AbortSignal): Promise<readonly Figure[]> {
  await refuseForeign();
  const folder = mkdtempSync(join(tmpdir(), "swarm-bench-"));
  const clone = new Clone("bench", Product.settings(2));
  try {
    return await new Bench(request, folder, clone, signal).run();
  } finally {
    clone.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The bench sweeps its stack, so it refuses to start if the user has one of that name. */
async function refuseForeign(): Promise<void> {
  const { all } = await EngineObjects.read("bench", 7);
  const foreign = all.map(({ kind, name }) => `${kind} ${name}`);
  if (foreign.length > 0)
    throw new Error(
      `bench: a stack named bench already exists: ${foreign.join(", ")}\n  → npm run destroy -- --stack bench, if nobody needs it`,
    );
}

class Bench {
  private readonly request: Request;
  private readonly floor: Floor;
  private readonly sweeper: Floor;
  private readonly empty: PulumiProject;
  private readonly swarm: PulumiProject;
  private readonly product: Product;
  private readonly clone: Clone;
  /** Load average before the bench starts. */
  private readonly load = loadavg()[0] ?? 0;

  constructor(request: Request, folder: string, clone: Clone, signal: AbortSignal) {
    this.request = request;
    this.clone = clone;
    const commands = new Commands(signal);
    this.floor = new Floor(commands, clone.folder, folder);
    this.sweeper = new Floor(new Commands(new AbortController().signal), clone.folder, folder);
    const empty = clone.path("bench/empty");
    this.empty = new PulumiProject(commands, empty, join(folder, "empty"), clone.folder);
    // As the npm commands do.
    const refresh = (args: readonly string[], environment: Environment) =>
      refreshOption(args, "bench", clone.folder, environment);
    this.swarm = new PulumiProject(commands, clone.folder, join(folder, "product"), clone.folder, refresh);
    this.product = new Product(this.swarm, clone);
  }

  async run(): Promise<readonly Figure[]> {
    try {
      if (this.request.large) {
        await this.swarm.makeStack();
        await this.measureLarge();
        return [];
      }
      const { rounds, runs, memory } = await this.measure();
      const figures = figuresOf(rounds, this.request.rows);
      const timeline = middleOf(runs).timeline;
      console.log(`\n${table(rowsOf(figures))}\n`);
      if (memory) console.log(`at the peak, in MB: ${memoryLine(memory)}\n`);
      console.log(`the first up of the product:\n${timeline}`);
      if (this.request.complete) {
        const report = {
          figures,
          rounds,
          memory,
          timeline,
          large: await this.measureLarge(),
          facts: await facts(this.request.runs, this.load),
        };
        writeFileSync(results, markdown(report));
        console.log("\nwritten to bench/results.md");
      }
      return figures;
    } finally {
      this.product.remove();
      await this.sweeper.remove();
    }
  }

  private async measureLarge(): Promise<readonly LargeFigure[]> {
    console.log("large clusters: about five minutes");
    const figures = await new LargeCluster(this.swarm, this.clone).measure();
    console.log(`\n${table([largeHeading, ...figures])}\n`);
    return figures;
  }

  private async measure(): Promise<{
    rounds: Rounds;
    runs: readonly ProductRun[];
    memory: Memory | undefined;
  }> {
    if (this.load > quiet)
      console.log(
        `this computer has other things to do (load ${this.load.toFixed(1)}): all times will be too long`,
      );
    await this.empty.makeStack();
    await this.swarm.makeStack();
    const memory = await this.warmUp();
    const floor: Times[] = [];
    const empty: Times[] = [];
    const runs: ProductRun[] = [];
    for (let round = 1; round <= this.request.runs; round++) {
      floor.push(await reported(`floor ${round}`, this.floor.play(version())));
      empty.push(await reported(`empty program ${round}`, playEmptyProgram(this.empty)));
      const run = this.product.play(version());
      await reported(
        `product ${round}`,
        run.then(({ times }) => times),
      );
      runs.push(await run);
    }
    const product = runs.map(({ times }) => times);
    return { rounds: { product, floor, empty, memory: memory && total(memory) }, runs, memory };
  }

  /** Fills the caches of the product, the floor and the empty program. */
  private async warmUp(): Promise<Memory | undefined> {
    console.log("a round without a clock fills the caches");
    await this.floor.play(version());
    await playEmptyProgram(this.empty);
    return this.product.playWatched(version());
  }
}

/** A version that was never built before. */
function version(): string {
  return `bench-${Date.now()}`;
}

async function reported(title: string, times: Promise<Times>): Promise<Times> {
  const parts = Object.entries(await times).map(([verb, seconds]) => `${verb} ${seconds.toFixed(2)}`);
  console.log(`${title}: ${parts.join(", ")}`);
  return times;
}

function middleOf(runs: readonly ProductRun[]): ProductRun {
  const sorted = [...runs].sort((a, b) => (a.times.up ?? 0) - (b.times.up ?? 0));
  return sorted[Math.floor((sorted.length - 1) / 2)] as ProductRun;
}
