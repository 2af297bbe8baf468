import { gzipSync } from "node:zlib";
import type { Clone } from "../test/support/clone.ts";
import { median } from "./figures.ts";
import { MemoryWatch, total } from "./memoryWatch.ts";
import { Product } from "./product.ts";
import type { PulumiProject } from "./pulumiProject.ts";

/** Title, what was measured, and what is wanted; empty if nothing is. */
export type LargeFigure = readonly [title: string, value: string, wanted: string];

/** Nodes of the large cluster, three of them managers. */
const nodes = 25;
const managers = 3;
/** Workers of the preview. */
const planned = 200;

/** A stack as Pulumi stores it. */
interface Stored {
  readonly bytes: number;
  /** Before compression. */
  readonly plainBytes: number;
  readonly resources: number;
}

/** Measures a cluster of 25 nodes, and the preview of one with 200 workers. */
export class LargeCluster {
  private readonly project: PulumiProject;
  private readonly clone: Clone;

  constructor(project: PulumiProject, clone: Clone) {
    this.project = project;
    this.clone = clone;
  }

  /** The stack must be empty, and is empty afterwards. */
  async measure(): Promise<readonly LargeFigure[]> {
    const preview = await this.preview();
    this.configure(nodes - managers);
    const up = await this.project.up();
    const passes = [await this.pass(), await this.pass(), await this.pass()];
    const before = storedIn(await this.project.state());
    this.configure(nodes - managers + 1);
    const grow = await this.project.up();
    const after = storedIn(await this.project.state());
    const destroy = await this.project.destroy();
    return [
      [`nothing → ${nodes} nodes`, seconds(up), ""],
      [`up of ${nodes} nodes with nothing to do`, seconds(median(passes) ?? 0), "≤ 4.8 s"],
      [`one more worker, ${nodes} → ${nodes + 1} nodes`, seconds(grow), ""],
      [`destroy of ${nodes + 1} nodes`, seconds(destroy), ""],
      [`state of ${nodes} nodes`, kilobytes(before.bytes), ""],
      ["state of one worker", kilobytes(after.bytes - before.bytes), "≤ 12 KB"],
      ["the same before compression", kilobytes(after.plainBytes - before.plainBytes), ""],
      ["resources of one worker", String(after.resources - before.resources), "≤ 7"],
      [`preview of ${planned} workers`, seconds(preview.seconds), "≤ 8 s"],
      ["peak memory of that preview", `${Math.round(preview.megabytes)} MB`, "≤ 500 MB"],
    ];
  }

  private async preview() {
    this.configure(planned);
    const watch = new MemoryWatch();
    const seconds = await this.project.preview(watch);
    return { seconds, megabytes: total(watch.highest) };
  }

  private pass(): Promise<number> {
    return this.project.up(["--expect-no-changes"]);
  }

  private configure(workers: number): void {
    const { local, ...others } = Product.settings(workers);
    this.clone.configure({ ...others, managers, local: { ...Object(local), subnet: "172.29.0.0/16" } });
  }
}

/** Without the indentation of `pulumi stack export`, and compressed: tools/pulumi/environment.ts. */
export function storedIn(exported: string): Stored {
  const state: { readonly deployment: { readonly resources?: readonly unknown[] } } = JSON.parse(exported);
  const plain = JSON.stringify(state);
  return {
    bytes: gzipSync(plain).length,
    plainBytes: plain.length,
    resources: state.deployment.resources?.length ?? 0,
  };
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} KB`;
}
