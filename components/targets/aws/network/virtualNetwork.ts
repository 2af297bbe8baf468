import { DefaultSecurityGroup } from "@pulumi/aws/ec2/defaultSecurityGroup.js";
import { Eip } from "@pulumi/aws/ec2/eip.js";
import { InternetGateway } from "@pulumi/aws/ec2/internetGateway.js";
import { NatGateway } from "@pulumi/aws/ec2/natGateway.js";
import { Route } from "@pulumi/aws/ec2/route.js";
import { RouteTable } from "@pulumi/aws/ec2/routeTable.js";
import { RouteTableAssociation } from "@pulumi/aws/ec2/routeTableAssociation.js";
import { Subnet } from "@pulumi/aws/ec2/subnet.js";
import { Vpc } from "@pulumi/aws/ec2/vpc.js";
import * as pulumi from "@pulumi/pulumi";
import { componentTypes } from "../../../names.ts";
import { type Owner, tagsOf } from "../resources/tags.ts";
import { networkPlan, type PlannedSubnet } from "../settings/networkPlan.ts";
import type { AwsNetworkSettings } from "../settings/settings.ts";
import { storageEndpoint } from "./vpcEndpoints.ts";

/** A subnet for machines or a load balancer. */
export interface Ec2Subnet extends PlannedSubnet {
  readonly id: pulumi.Input<string>;
  /** The subnet's zone: the planned one, unless the region's list of zones has changed since. */
  readonly availabilityZone: pulumi.Input<string>;
}

export interface VirtualNetworkArgs {
  readonly owner: Owner;
  readonly region: string;
  readonly settings: AwsNetworkSettings;
  /** By index. */
  readonly zones: readonly (string | undefined)[];
}

const everywhere = "0.0.0.0/0";

/** A VPC with subnets in each zone, and their routes to the internet. */
export class VirtualNetwork extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly publicSubnets: readonly Ec2Subnet[];
  readonly workerSubnets: readonly Ec2Subnet[];
  readonly managerSubnets: readonly Ec2Subnet[];
  private readonly owner: Owner;
  private readonly zones: VirtualNetworkArgs["zones"];
  private readonly routeTables: pulumi.Output<string>[] = [];

  constructor(name: string, args: VirtualNetworkArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.VirtualNetwork, name, {}, options);
    this.owner = args.owner;
    this.zones = args.zones;
    const plan = networkPlan(args.settings.cidr, args.zones);

    this.vpcId = this.vpc(name, args.settings.cidr);
    const isPublic = !args.settings.private;
    this.publicSubnets = this.subnets("public", plan.publicSubnets, isPublic);
    this.managerSubnets = this.subnets("managers", plan.managerSubnets, false);
    const gatewayRoute = this.publicRoute(name);
    if (isPublic) {
      this.workerSubnets = this.publicSubnets;
      this.associate("managers", this.managerSubnets, () => gatewayRoute.routeTableId);
    } else {
      this.workerSubnets = this.subnets("private", plan.privateSubnets, false);
      this.privateRoutes(args.settings.natPerZone, gatewayRoute);
    }
    const { vpcId, routeTables: routeTableIds } = this;
    storageEndpoint({ ...args, vpcId, routeTableIds }, { parent: this });
    this.registerOutputs({ vpcId: this.vpcId });
  }

  private vpc(name: string, cidrBlock: string): pulumi.Output<string> {
    const { id } = new Vpc(
      name,
      { cidrBlock, enableDnsHostnames: true, enableDnsSupport: true, tags: tagsOf(this.owner, name) },
      { parent: this },
    );
    // AWS opens this group to all its members, and puts into it whatever names no group. Without tags: a
    // deployer then needs no right to tag groups that it did not create.
    new DefaultSecurityGroup(name, { vpcId: id, ingress: [], egress: [] }, { parent: this });
    return id;
  }

  private subnets(
    kind: string,
    planned: readonly PlannedSubnet[],
    mapPublicIpOnLaunch: boolean,
  ): Ec2Subnet[] {
    return planned.map(({ zone, cidr }) => {
      const name = `${kind}-${this.indexOf(zone)}`;
      const { id, availabilityZone } = new Subnet(
        name,
        {
          vpcId: this.vpcId,
          availabilityZone: zone,
          cidrBlock: cidr,
          mapPublicIpOnLaunch,
          tags: tagsOf(this.owner, name),
        },
        { parent: this, ignoreChanges: ["availabilityZone"] },
      );
      return { id, zone, cidr, availabilityZone };
    });
  }

  private publicRoute(name: string): Route {
    const gateway = new InternetGateway(
      name,
      { vpcId: this.vpcId, tags: tagsOf(this.owner, name) },
      { parent: this },
    );
    const routeTableId = this.routeTable("public");
    this.associate("public", this.publicSubnets, () => routeTableId);
    return new Route(
      "public",
      { routeTableId, destinationCidrBlock: everywhere, gatewayId: gateway.id },
      { parent: this },
    );
  }

  /** One NAT gateway for all zones, or one per zone. */
  private privateRoutes(natPerZone: boolean, gatewayRoute: Route): void {
    const gateways = natPerZone ? this.publicSubnets : this.publicSubnets.slice(0, 1);
    const tables = gateways.map((subnet) => this.natRoute(subnet, gatewayRoute));
    const tableOf = (index: number) => tables[index % tables.length] as pulumi.Output<string>;
    this.associate("private", this.workerSubnets, tableOf);
    this.associate("managers", this.managerSubnets, tableOf);
  }

  private natRoute(subnet: Ec2Subnet, gatewayRoute: Route): pulumi.Output<string> {
    const index = this.indexOf(subnet.zone);
    const name = `nat-${index}`;
    const address = new Eip(
      name,
      { domain: "vpc", tags: tagsOf(this.owner, name) },
      { parent: this, dependsOn: gatewayRoute },
    );
    const gateway = new NatGateway(
      name,
      { allocationId: address.id, subnetId: subnet.id, tags: tagsOf(this.owner, name) },
      // AWS creates no NAT gateway without a route to the internet.
      { parent: this, dependsOn: gatewayRoute },
    );
    const routeTableId = this.routeTable(`private-${index}`);
    new Route(
      `private-${index}`,
      { routeTableId, destinationCidrBlock: everywhere, natGatewayId: gateway.id },
      { parent: this },
    );
    return routeTableId;
  }

  private routeTable(name: string): pulumi.Output<string> {
    const { id } = new RouteTable(
      name,
      { vpcId: this.vpcId, tags: tagsOf(this.owner, name) },
      { parent: this },
    );
    this.routeTables.push(id);
    return id;
  }

  private associate(
    kind: string,
    subnets: readonly Ec2Subnet[],
    tableOf: (index: number) => pulumi.Input<string>,
  ): void {
    for (const [index, { id, zone }] of subnets.entries())
      new RouteTableAssociation(
        `${kind}-${this.indexOf(zone)}`,
        { subnetId: id, routeTableId: tableOf(index) },
        { parent: this },
      );
  }

  /** The names of a zone's resources end with its index: another zone renames none of them. */
  private indexOf(zone: string): number {
    return this.zones.indexOf(zone);
  }
}
