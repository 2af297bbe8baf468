import * as pulumi from "@pulumi/pulumi";
import type { ClusterKeys } from "../../keys/clusterKeys.ts";
import type { RaftMember } from "../../live/quorum.ts";
import type { Machine, MachineSpec } from "../../machines/machine.ts";
import { componentTypes } from "../../names.ts";
import type { Endpoint } from "../../steps/connection.ts";
import { Bastion } from "./machines/bastion.ts";
import { Ec2Machine } from "./machines/ec2Machine.ts";
import type { LastingChoices } from "./machines/lastingChoices.ts";
import { MachineImage } from "./machines/machineImage.ts";
import { changeOrder, commonArchitecture, machinePlan } from "./machines/machinePlan.ts";
import type { NodeRole } from "./machines/nodeRole.ts";
import type { Ec2Network } from "./network.ts";
import type { Owner } from "./resources/tags.ts";
import type { Architecture } from "./settings/architecture.ts";
import type { AwsPool, AwsSettings } from "./settings/settings.ts";

export interface Ec2MachinesArgs {
  readonly owner: Owner;
  readonly specs: readonly MachineSpec[];
  readonly pools: readonly AwsPool[];
  readonly settings: AwsSettings;
  readonly keys: ClusterKeys;
  readonly network: Ec2Network;
  readonly role: NodeRole;
  /** The members of raft, in the order in which their machines change; undefined if unknown. */
  readonly members?: readonly RaftMember[] | undefined;
  readonly choices: LastingChoices;
  /** Starts the bastion if it was stopped. */
  readonly startBastion: (instanceId: pulumi.Output<string>) => pulumi.CustomResource;
}

/** EC2 instances as machines. */
export class Ec2Machines extends pulumi.ComponentResource {
  readonly machines: readonly Machine[];
  /** `ami-…` of all of them. */
  readonly image: pulumi.Output<string>;

  constructor(name: string, args: Ec2MachinesArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.Ec2Machines, name, {}, options);
    const architecture = commonArchitecture(args.settings);

    const image = new MachineImage(
      "image",
      { settings: args.settings.machines, architecture },
      { parent: this },
    );
    this.image = image.id;
    const proxy = this.bastion(args, image, architecture);
    const plans = machinePlan(args.specs, args.pools, args.settings.managers, args.network, args.choices);
    const gates: pulumi.Resource[] = [];
    const made = changeOrder(plans, args.members).map(({ plan, waits, isMember }) => {
      const { machine, readyGate } = new Ec2Machine(
        plan.spec.name,
        {
          ...args,
          ...{ boot: args.choices.boot, plan, image: image.id, proxy },
          gates: waits ? [...gates] : [],
        },
        { parent: this },
      );
      // Managers change one at a time.
      if (readyGate && isMember) gates.push(readyGate);
      return machine;
    });
    this.machines = plans.map(({ spec }) => made.find(({ name }) => name === spec.name) as Machine);
    this.registerOutputs();
  }

  private bastion(
    { owner, keys, network, settings: { kmsKey }, startBastion: start }: Ec2MachinesArgs,
    image: MachineImage,
    architecture: Architecture,
  ): pulumi.Output<Endpoint> | undefined {
    if (!network.bastionGroup) return undefined;
    return new Bastion(
      "bastion",
      { owner, keys, network, group: network.bastionGroup, architecture, kmsKey, image: image.id, start },
      { parent: this },
    ).endpoint;
  }
}
