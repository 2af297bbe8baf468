import * as pulumi from "@pulumi/pulumi";
import { combine } from "../combine.ts";
import { componentTypes } from "../names.ts";
import { findDrift } from "./drift.ts";
import type { LiveSwarm } from "./liveSwarm.ts";
import { findTrouble, type Trouble } from "./trouble.ts";

/** The live state, and what this run changes about it. */
export interface Observed {
  readonly live: LiveSwarm;
  /** Whether a node's machine is gone or stopped, and this run restores it. */
  readonly isReplaced: (name: string) => boolean;
}

export interface DriftCorrectionArgs {
  /** Undefined if there is no cluster yet, or the target cannot read its live state. */
  readonly observed: Observed | undefined;
  /** The nodes in the settings. */
  readonly nodes: readonly {
    readonly name: string;
    readonly acceptDown?: boolean;
    readonly isAway?: boolean;
  }[];
  readonly stacks: readonly { readonly name: string }[];
}

/** Tells the language host that the error has been shown. */
const failedWithMessage = 32;

/**
 * Reports drift and missing nodes, and keeps a rerun trigger per part: a new value runs its step once.
 *
 * The state keeps the triggers: a part without drift keeps its old one.
 */
export class DriftCorrection extends pulumi.ComponentResource {
  private readonly triggers: pulumi.Output<Readonly<Record<string, string>>>;

  constructor(name: string, args: DriftCorrectionArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.DriftCorrection, name, {}, options);
    const { observed, nodes, stacks } = args;
    const parts = [
      ...["swarm/bootstrap", "swarm/tokens", "swarm/ready"],
      ...nodes.map((node) => `joined/${node.name}`),
      ...nodes.map((node) => `node/${node.name}`),
      ...stacks.map((stack) => `stack/${stack.name}`),
    ];
    const drift = observed ? findDrift(observed.live).filter(({ part }) => parts.includes(part)) : [];
    const trouble = observed ? findTrouble({ ...observed, nodes }) : [];
    if (drift.length > 0)
      pulumi.log.warn(
        ["changed by hand:", ...drift.map(({ sentence }) => `  - ${sentence}`)].join("\n"),
        this,
      );
    this.report(trouble);
    this.reportAway(nodes.filter(({ acceptDown, isAway }) => isAway && !acceptDown).map(({ name }) => name));
    const drifted = new Set<string>(drift.map(({ part }) => part));
    if (trouble.length > 0) drifted.add("swarm/ready");
    const now = new Date().toISOString();
    const stash = new pulumi.Stash(
      name,
      { input: Object.fromEntries([...drifted].map((part) => [part, now])) },
      {
        parent: this,
        ignoreChanges: parts.filter((part) => !drifted.has(part)).map((part) => `input["${part}"]`),
      },
    );
    // `output` never changes after creation:
    // https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/resource/deploy/builtins.go
    this.triggers = stash.input as pulumi.Output<Readonly<Record<string, string>>>;
    this.registerOutputs();
  }

  /** The trigger of the step that creates or adopts the swarm; empty if it never ran again. */
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

  /** The trigger that makes a machine join again; empty if it never did. */
  readonly join = (name: string): pulumi.Output<string> => this.triggerOf(`joined/${name}`);

  /** The trigger of a node's step; empty if it was never corrected. */
  readonly node = (name: string): pulumi.Output<string> => this.triggerOf(`node/${name}`);

  /** The trigger of a stack's deployment; empty if it was never corrected. */
  readonly stack = (name: string): pulumi.Output<string> => this.triggerOf(`stack/${name}`);

  /** A preview fails if the run cannot repair the cluster; an `up` tries, and its last step decides. */
  private report(trouble: readonly Trouble[]): void {
    const mended = trouble.filter(({ isMended }) => isMended);
    const lasting = trouble.filter((one) => !mended.includes(one));
    const text = (all: readonly Trouble[]) => all.map(({ sentence }) => sentence).join("\n");
    if (mended.length > 0) pulumi.log.warn(text(mended), this);
    if (lasting.length === 0) return;
    // npm run up previews first (tools/update/update.ts); that preview must not stop the update.
    const isUp = !pulumi.runtime.isDryRun() || process.env.SWARM_BEFORE_UP === "true";
    if (isUp) pulumi.log.warn(text(lasting), this);
    else {
      pulumi.log.error(text(lasting), this);
      process.exitCode = failedWithMessage;
    }
  }

  /** The run goes on without these nodes, and fails at its end. */
  private reportAway(names: readonly string[]): void {
    if (names.length === 0 || pulumi.runtime.isDryRun()) return;
    const [are, their] = names.length === 1 ? ["is", "its"] : ["are", "their"];
    pulumi.log.error(
      `${names.join(" and ")} ${are} Down: everything else is done without ${names.length === 1 ? "it" : "them"}\n  → start ${their} machine${names.length === 1 ? "" : "s"}, then run npm run up again`,
      this,
    );
    process.exitCode = failedWithMessage;
  }

  private triggerOf(part: string): pulumi.Output<string> {
    return combine([this.triggers], (triggers) => triggers[part] ?? "");
  }
}
