import * as pulumi from "@pulumi/pulumi";
import { componentTypes } from "../../names.ts";
import type { AdminRanges } from "./network/adminAccess.ts";
import { SecurityGroups } from "./network/securityGroups.ts";
import { type Ec2Subnet, VirtualNetwork } from "./network/virtualNetwork.ts";
import { serviceEndpoints } from "./network/vpcEndpoints.ts";
import type { Owner } from "./resources/tags.ts";
import { alternating, type PlannedSubnet } from "./settings/networkPlan.ts";
import type { AwsSettings } from "./settings/settings.ts";

/** A new VPC across these zones, by index: at most four, undefined where no zone is. */
export interface NewNetwork {
  readonly zones: readonly (string | undefined)[];
}

/** An existing VPC from the settings. */
export interface ExistingNetwork {
  readonly vpc: string;
  readonly publicSubnets: readonly ExistingSubnet[];
  readonly privateSubnets: readonly ExistingSubnet[];
}

export interface ExistingSubnet extends PlannedSubnet {
  readonly id: string;
}

export interface Ec2NetworkArgs {
  readonly owner: Owner;
  readonly settings: Pick<AwsSettings, "network" | "region">;
  readonly admins: AdminRanges;
  readonly where: NewNetwork | ExistingNetwork;
  /** True: workers ask managers to drain them; default false. */
  readonly takesRequests?: boolean;
  /** True: some pools scale; default false. */
  readonly hasPools?: boolean;
}

/** The machines' network: subnets with internet access, and security groups. */
export class Ec2Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  /** With a route to the internet gateway, for the load balancer. */
  readonly publicSubnets: readonly Ec2Subnet[];
  readonly workerSubnets: readonly Ec2Subnet[];
  readonly managerSubnets: readonly Ec2Subnet[];
  /** Security group of all nodes. */
  readonly nodeGroup: pulumi.Output<string>;
  /** Additional security group of the managers. */
  readonly managerGroup: pulumi.Output<string>;
  /** The bastion's security group; undefined if the nodes have public addresses. */
  readonly bastionGroup: pulumi.Output<string> | undefined;
  /** Known once SSH is open to `adminCidrs`. */
  readonly open: pulumi.Output<string[]>;
  /** Whether workers must request public addresses, because their subnets do not assign any. */
  readonly asksForAddresses: boolean;

  constructor(name: string, args: Ec2NetworkArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.Ec2Network, name, {}, options);
    const { owner, settings, where, admins, takesRequests = false, hasPools = false } = args;
    const isPrivate = settings.network.private;
    const network =
      "zones" in where
        ? new VirtualNetwork(
            name,
            { owner, region: settings.region, settings: settings.network, ...where },
            { parent: this },
          )
        : adopted(where, isPrivate);
    const groups = new SecurityGroups(
      name,
      { owner, vpcId: network.vpcId, ...admins, isPrivate, takesRequests, hasPools },
      { parent: this },
    );

    serviceEndpoints(
      {
        owner,
        region: settings.region,
        vpcId: network.vpcId,
        services: settings.network.endpoints,
        subnetIds: network.workerSubnets.map(({ id }) => id),
        nodeGroup: groups.nodes,
      },
      { parent: this },
    );

    this.vpcId = network.vpcId;
    this.publicSubnets = network.publicSubnets;
    this.workerSubnets = network.workerSubnets;
    this.managerSubnets = network.managerSubnets;
    this.nodeGroup = groups.nodes;
    this.managerGroup = groups.managers;
    this.bastionGroup = groups.bastion;
    this.open = groups.open;
    this.asksForAddresses = !isPrivate && "vpc" in where;
    this.registerOutputs({ vpcId: this.vpcId });
  }
}

function adopted({ vpc, publicSubnets, privateSubnets }: ExistingNetwork, isPrivate: boolean) {
  const found = (subnets: readonly ExistingSubnet[]) =>
    alternating(subnets).map((subnet) => ({ ...subnet, availabilityZone: subnet.zone }));
  const nodeSubnets = found(isPrivate ? privateSubnets : publicSubnets);
  return {
    vpcId: pulumi.output(vpc),
    publicSubnets: found(publicSubnets),
    workerSubnets: nodeSubnets,
    // A manager stays in its subnet if `private` changes.
    managerSubnets: found([...publicSubnets, ...privateSubnets]),
  };
}
