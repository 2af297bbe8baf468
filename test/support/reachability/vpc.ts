import type { Recording, Registration } from "../recordedProgram.ts";

/** How packets leave a subnet: to the internet gateway, through NAT, or not at all. */
export type Way = "gateway" | "nat" | "none";

/** Something with network interfaces and security groups. */
export interface Member {
  /** `manager`, `web`, `balancer`. */
  readonly kind: string;
  readonly groups: readonly string[];
  /** The ways of its subnets. */
  readonly ways: readonly Way[];
  readonly hasPublicAddress: boolean;
}

/** One rule of a security group. */
export interface Rule {
  readonly group: string;
  /** `tcp 22`, `icmp 3/4`, `esp`, `all`. */
  readonly traffic: string;
  /** A group, or a range of addresses. */
  readonly peer: { readonly group: string } | { readonly cidr: string };
}

/** What decides who reaches whom; network ACLs are AWS's own, which allow everything. */
export interface Vpc {
  readonly members: readonly Member[];
  readonly ingress: readonly Rule[];
  readonly egress: readonly Rule[];
  readonly cidr: string;
}

/** Subnets that the program did not make, with the ways that docs/aws.md demands of them. */
export interface GivenSubnets {
  readonly cidr: string;
  readonly ways: Readonly<Record<string, Way>>;
}

/** The network of a recorded program. */
export function vpcOf(recording: Recording, given: GivenSubnets = { cidr: "", ways: {} }): Vpc {
  for (const { inputs, label } of recording.all("aws:ec2/securityGroup:SecurityGroup"))
    if (inputs.ingress || inputs.egress) throw new Error(`${label} has rules inside`);
  const wayOf = ways(recording, given);
  const [own] = recording.all("aws:ec2/vpc:Vpc");
  return {
    members: [
      ...recording.all("aws:ec2/instance:Instance").map((one) => machine(one, recording, wayOf)),
      ...recording.all("aws:ec2/launchTemplate:LaunchTemplate").map(({ name, inputs }) => {
        const group = recording.find(`Group ${name}`).inputs;
        const subnets = list(group.vpcZoneIdentifiers);
        return {
          kind: name,
          groups: groupsIn(inputs.vpcSecurityGroupIds),
          ways: subnets.map(wayOf),
          hasPublicAddress: recording
            .all("aws:ec2/subnet:Subnet")
            .some((one) => one.inputs.mapPublicIpOnLaunch === true && subnets.includes(`${one.name}-id`)),
        };
      }),
      ...recording.all("aws:lb/loadBalancer:LoadBalancer").map(({ inputs }) => ({
        kind: "balancer",
        groups: groupsIn(inputs.securityGroups),
        ways: list(inputs.subnets).map(wayOf),
        hasPublicAddress: inputs.internal !== true,
      })),
      ...recording.all("aws:efs/mountTarget:MountTarget").map(({ inputs }) => ({
        kind: "efs",
        groups: groupsIn(inputs.securityGroups),
        ways: [wayOf(String(inputs.subnetId))],
        hasPublicAddress: false,
      })),
      ...recording
        .all("aws:ec2/vpcEndpoint:VpcEndpoint")
        .filter(({ inputs }) => inputs.vpcEndpointType === "Interface")
        .map(({ inputs }) => ({
          kind: "endpoint",
          groups: groupsIn(inputs.securityGroupIds),
          ways: list(inputs.subnetIds).map(wayOf),
          hasPublicAddress: false,
        })),
    ],
    ingress: recording.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(rule),
    egress: recording.all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").map(rule),
    cidr: String(own?.inputs.cidrBlock ?? given.cidr),
  };
}

function machine(
  { name, inputs }: Registration,
  recording: Recording,
  wayOf: (subnet: string) => Way,
): Member {
  const isFixed = recording
    .all("aws:ec2/eipAssociation:EipAssociation")
    .some((association) => association.inputs.instanceId === `${name}-id`);
  const [subnet] = recording
    .all("aws:ec2/subnet:Subnet")
    .filter((one) => `${one.name}-id` === inputs.subnetId);
  return {
    kind: name.replace(/-\d+$/, ""),
    groups: groupsIn(inputs.vpcSecurityGroupIds),
    ways: [wayOf(String(inputs.subnetId))],
    hasPublicAddress:
      isFixed || inputs.associatePublicIpAddress === true || subnet?.inputs.mapPublicIpOnLaunch === true,
  };
}

/** The way out of a subnet; a NAT gateway needs a subnet with a way to the internet itself. */
function ways(recording: Recording, given: GivenSubnets): (subnet: string) => Way {
  const tables = recording.all("aws:ec2/routeTableAssociation:RouteTableAssociation");
  const routes = recording.all("aws:ec2/route:Route");
  const wayOf = (subnet: string): Way => {
    if (given.ways[subnet]) return given.ways[subnet];
    const table = tables.find(({ inputs }) => inputs.subnetId === subnet)?.inputs.routeTableId;
    const route = routes.find(
      ({ inputs }) => inputs.routeTableId === table && inputs.destinationCidrBlock === "0.0.0.0/0",
    )?.inputs;
    if (route?.gatewayId) return "gateway";
    const nat = recording
      .all("aws:ec2/natGateway:NatGateway")
      .find(({ name }) => `${name}-id` === route?.natGatewayId);
    const isServing = nat?.inputs.allocationId && wayOf(String(nat.inputs.subnetId)) === "gateway";
    return isServing ? "nat" : "none";
  };
  return wayOf;
}

/** Without a group, AWS takes the VPC's default one, which nothing may need. */
function groupsIn(value: unknown): string[] {
  const groups = list(value);
  if (groups.length === 0) throw new Error("something has no security group");
  return groups;
}

function list(value: unknown): string[] {
  return ((value ?? []) as readonly unknown[]).map(String);
}

function rule({ inputs }: Registration): Rule {
  const { cidrIpv4, referencedSecurityGroupId } = inputs;
  return {
    group: String(inputs.securityGroupId),
    traffic: trafficOf(inputs),
    peer: cidrIpv4 === undefined ? { group: String(referencedSecurityGroupId) } : { cidr: String(cidrIpv4) },
  };
}

function trafficOf({ ipProtocol, fromPort, toPort }: Registration["inputs"]): string {
  if (ipProtocol === "-1") return "all";
  if (ipProtocol === "50") return "esp";
  if (ipProtocol === "icmp") return `icmp ${fromPort}/${toPort}`;
  return `${ipProtocol} ${fromPort}${toPort === fromPort ? "" : `-${toPort}`}`;
}
