import * as pulumi from "@pulumi/pulumi";
import { combine } from "../combine.ts";
import { goingWith, type Machine } from "../machines/machine.ts";
import { componentTypes, stepNames } from "../names.ts";
import { payloadOf } from "../steps/payload.ts";
import { remoteStep, stepOutput } from "../steps/remoteStep.ts";
import { deadlines } from "../steps/times.ts";
import { readNodeId } from "./swarmIds.ts";

/** How a machine other than the seed joins. */
export interface JoinArgs {
  /** Secret. */
  readonly token: pulumi.Output<string>;
  readonly swarmId: pulumi.Output<string>;
  /** The step with the token, and for a manager the previous one: raft takes one new manager at a time. */
  readonly after: readonly pulumi.Resource[];
}

/** Either the seed's node id from the bootstrap, or how to join. */
export interface SwarmNodeArgs {
  readonly machine: Machine;
  readonly seed: Machine;
  readonly nodeId?: pulumi.Output<string>;
  readonly join?: JoinArgs;
  /**
   * Rerun trigger: makes the machine leave and join again, because its node was removed; empty means none.
   */
  readonly rejoin?: pulumi.Output<string>;
  /** Restores the node's settings after a change by hand; empty means none. */
  readonly rerunTrigger?: pulumi.Output<string>;
  /** Steps that must be done before tasks may run on the node. */
  readonly after: readonly pulumi.Resource[];
}

const leave = new URL("../machines/scripts/leave.sh", import.meta.url);
const script = (file: string) => new URL(`./scripts/${file}`, import.meta.url);

/** A machine as a member of the swarm: it joins by itself, the seed sets its labels and removes it. */
export class SwarmNode extends pulumi.ComponentResource {
  readonly name: string;
  readonly nodeId: pulumi.Output<string>;
  /** Done when the node is Ready, labelled and active. */
  readonly member: pulumi.Resource;

  constructor(name: string, args: SwarmNodeArgs, options?: pulumi.ComponentResourceOptions) {
    // Stored in the state, so that a preview can tell which services may run there.
    const { labels, availability = "active" } = args.machine;
    super(componentTypes.SwarmNode, name, { labels, availability }, options);
    this.name = name;
    this.nodeId = args.join ? this.join(name, args, args.join) : (args.nodeId as pulumi.Output<string>);
    this.member = this.makeMember(name, args);
    this.registerOutputs({ nodeId: this.nodeId });
  }

  private join(name: string, args: SwarmNodeArgs, join: JoinArgs): pulumi.Output<string> {
    const { machine } = args;
    const rejoin = args.rejoin ? combine([args.rejoin], (word) => word || "-") : "-";
    const leaves = machine.stays === true && machine.role === "worker";
    // The managers detect a worker's address.
    const address = machine.moves ? "-" : machine.address;
    const step = remoteStep(
      stepNames.join.of(name),
      {
        machine,
        run: {
          scope: "ours-or-none",
          script: script("join.sh"),
          args: [machine.id, address, join.swarmId, rejoin, args.seed.address],
        },
        payload: combine([join.token], (token) => payloadOf([["token", token]])),
        ...(leaves
          ? {
              undo: { scope: "undo", script: leave, args: [], deadline: deadlines.leave },
              // A new address: the node is drained and removed, and its machine leaves and joins again.
              triggers: [machine.address],
            }
          : {}),
      },
      {
        parent: this,
        ...(leaves ? { deleteBeforeReplace: true } : {}),
        dependsOn: [machine.resource, ...(machine.checks ?? []), ...join.after],
      },
    );
    return stepOutput(step, readNodeId);
  }

  private makeMember(name: string, { machine, seed, after, rerunTrigger }: SwarmNodeArgs): pulumi.Resource {
    const labels = Object.entries(machine.labels).map(([key, value]) => `${key}=${value}`);
    const { availability = "active" } = machine;
    const node = [machine.name, this.nodeId, machine.role];
    return remoteStep(
      stepNames.member.of(name),
      {
        machine: seed,
        run: {
          scope: "ours",
          script: script("member.sh"),
          args: ["add", ...node, availability, ...labels.sort()],
          // A node on drain waits until its tasks run elsewhere, and for other nodes that drain.
          ...(availability === "drain" ? { deadline: deadlines.drain } : {}),
        },
        ...(rerunTrigger ? { rerunTrigger } : {}),
        undo: {
          scope: "undo",
          script: script("member.sh"),
          args: ["remove", ...node],
          // Nodes that leave together wait for each other.
          deadline: deadlines.drain,
        },
        // A worker's new machine is a new node beside the old one. A manager's new machine is the same node,
        // found on its disk: a trigger would remove the manager that was just replaced. A machine that stays
        // may get a new id and still be the same node.
        ...(machine.role === "worker" ? { triggers: [machine.stays ? this.nodeId : machine.id] } : {}),
      },
      {
        parent: this,
        // Pulumi does not follow dependencies through the updated join: without the machine itself here, it
        // would delete the old machine while its node still drains. The seed leaves after all others.
        dependsOn: [machine.resource, seed.resource, ...after],
        ...goingWith(seed),
      },
    );
  }
}
