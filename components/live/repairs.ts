import * as pulumi from "@pulumi/pulumi";
import { findDrift } from "./drift.ts";
import type { LiveSwarm } from "./liveSwarm.ts";

export interface RepairsArgs {
  /** What the cluster is right now; undefined where nobody could be asked: then nothing is known to have drifted. */
  readonly live: LiveSwarm | undefined;
  /** Those that the settings name. */
  readonly nodes: readonly { readonly name: string }[];
  readonly stacks: readonly { readonly name: string }[];
}

/**
 * What was changed by hand, told in words, and a word for each place where it must be set back: another word runs the
 * place's step again, once.
 *
 * The state remembers the words: where nothing has drifted, the ones of before stay.
 */
export class Repairs extends pulumi.ComponentResource {
  private readonly words: pulumi.Output<Readonly<Record<string, string>>>;

  constructor(name: string, args: RepairsArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:Repairs", name, {}, options);
    const { live, nodes, stacks } = args;
    const places = [
      ...nodes.map((node) => `joined/${node.name}`),
      ...nodes.map((node) => `node/${node.name}`),
      ...stacks.map((stack) => `stack/${stack.name}`),
    ];
    const drift = live?.swarm ? findDrift(live.swarm).filter(({ place }) => places.includes(place)) : [];
    if (drift.length > 0)
      pulumi.log.warn(["changed by hand:", ...drift.map(({ words }) => `  - ${words}`)].join("\n"), this);
    const drifted = new Set<string>(drift.map(({ place }) => place));
    const now = new Date().toISOString();
    const stash = new pulumi.Stash(
      name,
      { input: Object.fromEntries([...drifted].map((place) => [place, now])) },
      {
        parent: this,
        ignoreChanges: places.filter((place) => !drifted.has(place)).map((place) => `input["${place}"]`),
      },
    );
    // Its output stays what it was first: https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/resource/deploy/builtins.go
    this.words = stash.input as pulumi.Output<Readonly<Record<string, string>>>;
    this.registerOutputs();
  }

  /** The word for a machine that must join anew; empty where it never had to. */
  readonly join = (name: string): pulumi.Output<string> => this.word(`joined/${name}`);

  /** The word for a node; empty where it was never set back. */
  readonly node = (name: string): pulumi.Output<string> => this.word(`node/${name}`);

  /** The word for a stack; empty where it was never set back. */
  readonly stack = (name: string): pulumi.Output<string> => this.word(`stack/${name}`);

  private word(place: string): pulumi.Output<string> {
    return this.words.apply((words) => words[place] ?? "");
  }
}
