import * as pulumi from "@pulumi/pulumi";
import type { Machine } from "../machines/machine.ts";
import { remoteStep } from "../remote/remoteStep.ts";
import { joiningManagers, seedOf, workers } from "./roles.ts";
import { SwarmNode } from "./swarmNode.ts";

export interface SwarmClusterArgs {
  readonly machines: readonly Machine[];
  /** Name of the manager that runs the manager-side commands. */
  readonly seed: string;
  /** Range that overlay networks are cut from, fixed at the swarm's birth. */
  readonly addressPool: string;
  /** What must be done on a machine before tasks may run on it, by its name. */
  readonly preparations: Readonly<Record<string, pulumi.Resource>>;
}

/** The two join tokens, worker first. */
type JoinTokens = pulumi.Output<string[]>;

const script = (file: string) => new URL(`./scripts/${file}`, import.meta.url);

/** A Docker Swarm over machines: the seed first, then the managers one by one, then all workers at once. */
export class SwarmCluster extends pulumi.ComponentResource {
  readonly swarmId: pulumi.Output<string>;
  readonly seed: Machine;
  readonly nodes: readonly SwarmNode[];
  /** The finished membership, by node. */
  readonly members: Readonly<Record<string, pulumi.Resource>>;

  constructor(name: string, args: SwarmClusterArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:SwarmCluster", name, {}, options);
    const seed = seedOf(args.machines, args.seed);
    const managers = args.machines.filter((machine) => machine.role === "manager");

    const bootstrap = this.bootstrap(name, args, seed, managers);
    const seedNode = this.seedNode(args, seed, bootstrap.nodeId);
    const tokens = this.tokens(name, seed, bootstrap.swarmId);
    const otherManagers = this.managers(args, seed, tokens, bootstrap.swarmId, seedNode);
    const workerNodes = this.workers(args, seed, tokens, bootstrap.swarmId);

    this.swarmId = bootstrap.swarmId;
    this.seed = seed;
    this.nodes = [seedNode, ...otherManagers, ...workerNodes];
    this.members = Object.fromEntries(this.nodes.map((node) => [node.name, node.member]));
    this.registerOutputs({ swarmId: this.swarmId });
  }

  private bootstrap(name: string, args: SwarmClusterArgs, seed: Machine, managers: readonly Machine[]) {
    const others = managers.filter((machine) => machine !== seed).map((machine) => machine.address);
    const step = remoteStep(
      `${name}-bootstrap`,
      {
        connection: seed.connection,
        run: {
          script: script("bootstrap.sh"),
          words: [seed.id, seed.address, args.addressPool, ...others],
          deadline: 180,
        },
      },
      { parent: this, dependsOn: [seed.resource, ...(seed.checks ?? [])] },
    );
    // The plugin calls every output secret because the connection is.
    const words = pulumi.unsecret(step.stdout).apply((line) => line.split(" "));
    return {
      nodeId: words.apply(([nodeId]) => nodeId ?? ""),
      swarmId: words.apply(([, swarmId]) => swarmId ?? ""),
    };
  }

  private seedNode(args: SwarmClusterArgs, seed: Machine, nodeId: pulumi.Output<string>): SwarmNode {
    return new SwarmNode(
      seed.name,
      { machine: seed, seed, nodeId, preparation: args.preparations[seed.name] },
      { parent: this },
    );
  }

  private tokens(name: string, seed: Machine, swarmId: pulumi.Output<string>): JoinTokens {
    const step = remoteStep(
      `${name}-join-token`,
      {
        connection: seed.connection,
        run: { script: script("token.sh"), words: [swarmId] },
        secretOutput: true,
      },
      { parent: this },
    );
    return pulumi.secret(step.stdout.apply((lines) => lines.split("\n")));
  }

  private managers(
    args: SwarmClusterArgs,
    seed: Machine,
    tokens: JoinTokens,
    swarmId: pulumi.Output<string>,
    seedNode: SwarmNode,
  ): SwarmNode[] {
    const token = tokens.apply(([, manager]) => manager ?? "");
    let previous = seedNode;
    return joiningManagers(args.machines, seed.name).map((machine) => {
      previous = new SwarmNode(
        machine.name,
        {
          machine,
          seed,
          join: { token, swarmId, after: previous },
          preparation: args.preparations[machine.name],
        },
        { parent: this },
      );
      return previous;
    });
  }

  private workers(
    args: SwarmClusterArgs,
    seed: Machine,
    tokens: JoinTokens,
    swarmId: pulumi.Output<string>,
  ): SwarmNode[] {
    const token = tokens.apply(([worker]) => worker ?? "");
    return workers(args.machines).map(
      (machine) =>
        new SwarmNode(
          machine.name,
          { machine, seed, join: { token, swarmId }, preparation: args.preparations[machine.name] },
          { parent: this },
        ),
    );
  }
}
