import * as pulumi from "@pulumi/pulumi";
import { combine } from "../combine.ts";
import { goingWith, type Machine, type TrafficGate } from "../machines/machine.ts";
import { componentTypes, stepNames } from "../names.ts";
import type { Settings } from "../settings/settings.ts";
import { remoteStep, stepOutput } from "../steps/remoteStep.ts";
import { deadlines } from "../steps/times.ts";
import { type ImmutableSettings, immutableSettingsError } from "./immutableSettings.ts";
import { joiningManagers, seedOf, workers } from "./roles.ts";
import { readJoinTokens, readNodeId, readSwarmId } from "./swarmIds.ts";
import { SwarmNode, type SwarmNodeArgs } from "./swarmNode.ts";

export interface SwarmClusterArgs {
  readonly machines: readonly Machine[];
  /** The owner of the cluster, its seed, and the settings that are fixed when the swarm is created. */
  readonly settings: Pick<Settings, "project" | "stack" | "seed" | "recover" | keyof ImmutableSettings>;
  /** Steps that must be done before tasks may run on a machine, by node. */
  readonly preparations: Readonly<Record<string, pulumi.Resource>>;
  /** A new value rotates the worker join token; undefined if no machine joins by itself. */
  readonly tokenGeneration?: string | undefined;
  /** Opens and closes the load balancer for one node; undefined if the entry point does that by itself. */
  readonly traffic?: TrafficGate | undefined;
  /** True: the load balancer closes a node only when the previous one has left; default false. */
  readonly inTurn?: boolean | undefined;
  /** Rerun triggers by node: make its machine join again, or correct the node after a change by hand. */
  readonly drift?:
    | (Readonly<Record<"join" | "node", (node: string) => pulumi.Output<string>>> &
        Readonly<Record<"bootstrap" | "tokens" | "ready", pulumi.Output<string>>>)
    | undefined;
}

/** The join tokens, worker first, and the step that reads them. */
interface JoinTokens {
  readonly tokens: pulumi.Output<readonly string[]>;
  readonly step: pulumi.Resource;
}

const script = (file: string) => new URL(`./scripts/${file}`, import.meta.url);

/**
 * A Docker Swarm of machines: the seed first, then the managers one at a time, then all workers in parallel.
 */
export class SwarmCluster extends pulumi.ComponentResource {
  readonly swarmId: pulumi.Output<string>;
  readonly seed: Machine;
  /** Secret. */
  readonly workerToken: pulumi.Output<string>;
  readonly nodes: readonly SwarmNode[];
  /** The finished membership, by node. */
  readonly members: Readonly<Record<string, pulumi.Resource>>;
  /** The last step of the last node of each pool, and of the managers: the next node waits for all of them. */
  private readonly turns = new Map<string, pulumi.Resource>();

  constructor(name: string, args: SwarmClusterArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.SwarmCluster, name, {}, options);
    const seed = seedOf(args.machines, args.settings.seed);
    const managers = args.machines.filter((machine) => machine.role === "manager");

    const bootstrap = this.bootstrap(name, args, seed, managers);
    const seedNode = this.seedNode(args, seed, bootstrap.nodeId);
    const tokens = this.tokens(name, args, seed, bootstrap);
    const otherManagers = this.managers(args, seed, tokens, bootstrap.swarmId, seedNode);
    const workerNodes = this.workers(args, seed, tokens, bootstrap.swarmId);

    this.swarmId = bootstrap.swarmId;
    this.workerToken = tokens.tokens.apply(([worker]) => worker ?? "");
    this.seed = seed;
    this.nodes = [seedNode, ...otherManagers, ...workerNodes];
    this.members = Object.fromEntries(this.nodes.map((node) => [node.name, node.member]));
    this.ready(name, args, seed);
    this.registerOutputs({ swarmId: this.swarmId });
  }

  private bootstrap(name: string, args: SwarmClusterArgs, seed: Machine, managers: readonly Machine[]) {
    const { project, stack } = args.settings;
    const kept = this.immutableSettings(stepNames.immutableSettings.of(name), args.settings);
    const others = managers.filter((machine) => machine !== seed).map((machine) => machine.address);
    // If the check of an existing machine fails, nothing is created on any machine.
    const first = args.machines.filter((machine) => machine === seed || machine.stays);
    const step = remoteStep(
      stepNames.bootstrap.of(name),
      {
        machine: seed,
        run: {
          scope: "ours-or-none",
          script: script("bootstrap.sh"),
          args: [
            seed.id,
            seed.address,
            `${project}/${stack}`,
            kept.apply(({ addressPool }) => addressPool),
            kept.apply(({ encrypt }) => (encrypt ? "encrypted" : "plain")),
            args.settings.recover === undefined ? "seed" : "recover",
            ...others,
          ],
          deadline: deadlines.bootstrap,
        },
        ...(args.drift ? { rerunTrigger: args.drift.bootstrap } : {}),
      },
      {
        parent: this,
        dependsOn: first.flatMap(({ resource, checks = [] }) => [resource, ...checks]),
      },
    );
    const ids = stepOutput(step, (line) => line.split(" "));
    return {
      step,
      nodeId: ids.apply(([nodeId]) => readNodeId(nodeId)),
      swarmId: ids.apply(([, swarmId]) => readSwarmId(swarmId)),
    };
  }

  /** A preview reports a changed setting, too: the state stores those with which the swarm was created. */
  private immutableSettings(
    name: string,
    { addressPool, encrypt }: ImmutableSettings,
  ): pulumi.Output<ImmutableSettings> {
    const wanted = { addressPool, encrypt };
    const stash = new pulumi.Stash(name, { input: wanted }, { parent: this, ignoreChanges: ["input"] });
    return (stash.output as pulumi.Output<ImmutableSettings>).apply((kept) => {
      const diagnostic = immutableSettingsError(kept, wanted);
      if (diagnostic) throw new pulumi.RunError(diagnostic);
      return kept;
    });
  }

  private seedNode(args: SwarmClusterArgs, seed: Machine, nodeId: pulumi.Output<string>): SwarmNode {
    return this.node({ machine: seed, seed, nodeId }, args);
  }

  private tokens(
    name: string,
    { drift, tokenGeneration }: SwarmClusterArgs,
    seed: Machine,
    bootstrap: { readonly step: pulumi.Resource; readonly swarmId: pulumi.Output<string> },
  ): JoinTokens {
    const step = remoteStep(
      stepNames.joinToken.of(name),
      {
        machine: seed,
        run: {
          scope: "ours",
          script: script("token.sh"),
          args: [bootstrap.swarmId, ...(tokenGeneration === undefined ? [] : [tokenGeneration])],
        },
        ...(drift ? { rerunTrigger: drift.tokens } : {}),
        secretOutput: true,
      },
      { parent: this, dependsOn: bootstrap.step },
    );
    return { step, tokens: pulumi.secret(stepOutput(step, readJoinTokens)) };
  }

  private managers(
    args: SwarmClusterArgs,
    seed: Machine,
    { tokens, step }: JoinTokens,
    swarmId: pulumi.Output<string>,
    seedNode: SwarmNode,
  ): SwarmNode[] {
    const token = tokens.apply(([, manager]) => manager ?? "");
    let previous = seedNode;
    return joiningManagers(args.machines, seed.name).map((machine) => {
      previous = this.node({ machine, seed, join: { token, swarmId, after: [step, previous.member] } }, args);
      return previous;
    });
  }

  private workers(
    args: SwarmClusterArgs,
    seed: Machine,
    { tokens, step }: JoinTokens,
    swarmId: pulumi.Output<string>,
  ): SwarmNode[] {
    const token = tokens.apply(([worker]) => worker ?? "");
    return workers(args.machines).map((machine) =>
      this.node({ machine, seed, join: { token, swarmId, after: [step] } }, args),
    );
  }

  /** The final check: every node in the settings is Ready, and no two machines are the same node. */
  private ready(name: string, { machines, drift }: SwarmClusterArgs, seed: Machine): void {
    const accepted = new Set(
      machines.flatMap((machine) => (machine.acceptDown || machine.isAway ? [machine.name] : [])),
    );
    remoteStep(
      stepNames.ready.of(name),
      {
        machine: seed,
        run: {
          scope: "ours",
          script: script("ready.sh"),
          args: this.nodes.map(({ name, nodeId }) =>
            combine([nodeId], (id) => `${name}=${id}${accepted.has(name) ? "=down" : ""}`),
          ),
        },
        ...(drift ? { rerunTrigger: drift.ready } : {}),
      },
      { parent: this, dependsOn: Object.values(this.members), ...goingWith(seed) },
    );
  }

  /** A node that leaves is closed, drained and removed; in turn: before the load balancer closes the next one. */
  private node(which: Pick<SwarmNodeArgs, "machine" | "seed" | "nodeId" | "join">, args: SwarmClusterArgs) {
    const { preparations, drift, traffic, inTurn } = args;
    const { machine } = which;
    const { name } = machine;
    const isDrained = machine.availability === "drain";
    // The last one of each pool, too: those between may stay, and then nothing else links pools that shrink.
    const earlier = [...this.turns.values()];
    const closed = isDrained ? traffic?.(machine, undefined, earlier) : undefined;
    const before = [preparations[name], closed].filter((resource) => resource !== undefined);
    const node = new SwarmNode(
      name,
      {
        ...which,
        after: [...before, ...earlier],
        ...(drift ? { rejoin: drift.join(name), rerunTrigger: drift.node(name) } : {}),
      },
      { parent: this },
    );
    const open = isDrained ? undefined : traffic?.(machine, node.member, []);
    if (inTurn && (closed || open)) this.turns.set(machine.pool ?? "", open ?? node.member);
    return node;
  }
}
