import * as pulumi from "@pulumi/pulumi";
import { findDrift } from "./drift.ts";
import type { LiveSwarm } from "./liveSwarm.ts";
import { findTrouble, type Trouble } from "./trouble.ts";

/** What the cluster is right now. */
export interface Observed {
  readonly live: LiveSwarm;
  /** Whether a node's machine is gone or stands still, and this run brings it back. */
  readonly isReplaced: (name: string) => boolean;
}

export interface DriftCorrectionArgs {
  /** Undefined where there is no cluster yet, or the target cannot ask it. */
  readonly observed: Observed | undefined;
  /** Those that the settings name. */
  readonly nodes: readonly { readonly name: string; readonly acceptDown?: boolean }[];
  readonly stacks: readonly { readonly name: string }[];
}

/** As the language host understands it: the error has been shown. */
const failedWithMessage = 32;

/**
 * Reports what was changed by hand or is missing, and keeps a re-run trigger for each part that must be set back:
 * another word runs the part's step again, once.
 *
 * The state remembers the words: where nothing has drifted, the ones of before stay.
 */
export class DriftCorrection extends pulumi.ComponentResource {
  private readonly triggers: pulumi.Output<Readonly<Record<string, string>>>;

  constructor(name: string, args: DriftCorrectionArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:DriftCorrection", name, {}, options);
    const { observed, nodes, stacks } = args;
    const parts = [
      ...["swarm/bootstrap", "swarm/tokens", "swarm/ready"],
      ...nodes.map((node) => `joined/${node.name}`),
      ...nodes.map((node) => `node/${node.name}`),
      ...stacks.map((stack) => `stack/${stack.name}`),
    ];
    const drift = observed ? findDrift(observed.live).filter(({ part: path }) => parts.includes(path)) : [];
    const trouble = observed ? findTrouble({ ...observed, nodes }) : [];
    if (drift.length > 0)
      pulumi.log.warn(
        ["changed by hand:", ...drift.map(({ sentence: args }) => `  - ${args}`)].join("\n"),
        this,
      );
    this.report(trouble);
    const drifted = new Set<string>(drift.map(({ part: path }) => path));
    if (trouble.length > 0) drifted.add("swarm/ready");
    const now = new Date().toISOString();
    const stash = new pulumi.Stash(
      name,
      { input: Object.fromEntries([...drifted].map((path) => [path, now])) },
      {
        parent: this,
        ignoreChanges: parts.filter((path) => !drifted.has(path)).map((path) => `input["${path}"]`),
      },
    );
    // Its output stays what it was first: https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/resource/deploy/builtins.go
    this.triggers = stash.input as pulumi.Output<Readonly<Record<string, string>>>;
    this.registerOutputs();
  }

  /** The trigger of the step that makes or adopts the swarm; empty where it never had to run again. */
  get bootstrap(): pulumi.Output<string> {
    return this.triggerOf("swarm/bootstrap");
  }

  /** The trigger of the step that reads the join tokens. */
  get tokens(): pulumi.Output<string> {
    return this.triggerOf("swarm/tokens");
  }

  /** The trigger of the step that waits until every node is Ready. */
  get ready(): pulumi.Output<string> {
    return this.triggerOf("swarm/ready");
  }

  /** The word for a machine that must join anew; empty where it never had to. */
  readonly join = (name: string): pulumi.Output<string> => this.triggerOf(`joined/${name}`);

  /** The word for a node; empty where it was never set back. */
  readonly node = (name: string): pulumi.Output<string> => this.triggerOf(`node/${name}`);

  /** The word for a stack; empty where it was never set back. */
  readonly stack = (name: string): pulumi.Output<string> => this.triggerOf(`stack/${name}`);

  /** A preview fails where the cluster is not healthy and stays so; an `up` tries, and its last step decides. */
  private report(trouble: readonly Trouble[]): void {
    const mended = trouble.filter(({ isMended }) => isMended);
    const lasting = trouble.filter((one) => !mended.includes(one));
    const text = (all: readonly Trouble[]) => all.map(({ sentence }) => sentence).join("\n");
    if (mended.length > 0) pulumi.log.warn(text(mended), this);
    if (lasting.length === 0) return;
    // npm run up previews first (tools/engine/upAndTell.ts): what the preview cannot mend, the update tries.
    const isUp = !pulumi.runtime.isDryRun() || process.env.SWARM_BEFORE_UP === "true";
    if (isUp) pulumi.log.warn(text(lasting), this);
    else {
      pulumi.log.error(text(lasting), this);
      process.exitCode = failedWithMessage;
    }
  }

  private triggerOf(path: string): pulumi.Output<string> {
    return this.triggers.apply((args) => args[path] ?? "");
  }
}
