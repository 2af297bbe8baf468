import { compare } from "../../../input/order.ts";
import type { PricedResource } from "../../targetCost.ts";
import { nodeIn } from "../../targetPlan.ts";
import { itemsOf, pooledMachines, templateDisk } from "./poolItems.ts";
import type { PriceQuery } from "./priceList.ts";

/** Something that is billed by the hour, by the month, or by GiB and month. */
export interface CostItem {
  readonly kind: string;
  readonly count: number;
  readonly unit: "hour" | "GiB" | "month";
  /** True if the actual cost can be lower, for example because the price follows a market. */
  readonly upperBound: boolean;
  readonly query: PriceQuery;
}

type Properties = Readonly<Record<string, unknown>>;

const instance = "aws:ec2/instance:Instance";
const volume = "aws:ebs/volume:Volume";
const eip = "aws:ec2/eip:Eip";
const subnet = "aws:ec2/subnet:Subnet";
const natGateway = "aws:ec2/natGateway:NatGateway";
const loadBalancer = "aws:lb/loadBalancer:LoadBalancer";
const group = "aws:autoscaling/group:Group";
const template = "aws:ec2/launchTemplate:LaunchTemplate";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const vpcEndpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";

/** Types of resources that cost money as long as they exist. */
export const costlyTypes = [
  instance,
  volume,
  eip,
  natGateway,
  loadBalancer,
  vpcEndpoint,
  alarm,
  group,
] as const;

/** The billed items among these resources, one for each kind. */
export function costItems(resources: readonly PricedResource[]): CostItem[] {
  const of = (type: string) => resources.filter((resource) => resource.type === type).map(inputsOf);
  const instances = of(instance);
  const pools = pooledMachines(of(group), of(template));
  const isPublic = of(subnet).some(({ mapPublicIpOnLaunch }) => mapPublicIpOnLaunch === true);
  const disks = [...instances.map(rootDiskOf), ...of(volume).map(diskOf)];
  const items = [
    ...instances.map(instanceItem),
    ...disks.map(diskItem),
    ...pools.flatMap((pool) => itemsOf(instanceItem(pool.template), pool)),
    ...pools.flatMap((pool) => itemsOf(diskItem({ type: "gp3", size: templateDisk(pool.template) }), pool)),
    ...(isPublic ? pools.flatMap((pool) => itemsOf(addressItem(1), pool)) : []),
    ...of(natGateway).map(() => natItem),
    ...of(loadBalancer)
      .filter(isNetwork)
      .map(() => balancerItem),
    ...of(alarm).map(() => alarmItem),
    ...of(vpcEndpoint).map((endpoint) => endpointItem(endpoint, of(subnet))),
    addressItem(
      of(eip).length +
        machineAddresses(instances, of(eip), of(subnet)) +
        balancerAddresses(of(loadBalancer), of(subnet)),
    ),
  ];
  const kinds = new Map<string, CostItem>();
  for (const item of items.filter(({ count }) => count > 0)) {
    const earlier = kinds.get(item.kind)?.count ?? 0;
    kinds.set(item.kind, { ...item, count: earlier + item.count });
  }
  return [...kinds.values()].sort((one, other) => compare(one.kind, other.kind));
}

function instanceItem({ instanceType, instanceMarketOptions }: Properties): CostItem {
  const type = text(instanceType);
  const isSpot = record(instanceMarketOptions).marketType === "spot";
  return {
    kind: isSpot ? `EC2 instance ${type}, spot` : `EC2 instance ${type}`,
    count: 1,
    unit: "hour",
    upperBound: isSpot,
    query: {
      service: "AmazonEC2",
      attributes: {
        instanceType: type,
        operatingSystem: "Linux",
        tenancy: "Shared",
        preInstalledSw: "NA",
        capacitystatus: "Used",
      },
      usage: `BoxUsage:${type}`,
    },
  };
}

interface Disk {
  readonly type: string;
  readonly size: number;
}

/** Without a size in the inputs, the image decides; Debian's images have 8 GiB. */
function rootDiskOf({ rootBlockDevice }: Properties): Disk {
  const { volumeType, volumeSize } = record(rootBlockDevice);
  return { type: text(volumeType) || "gp3", size: number(volumeSize) || 8 };
}

function diskOf({ type, size }: Properties): Disk {
  return { type: text(type) || "gp2", size: number(size) };
}

function diskItem({ type, size }: Disk): CostItem {
  return {
    kind: `EBS disk ${type}`,
    count: size,
    unit: "GiB",
    upperBound: false,
    query: {
      service: "AmazonEC2",
      attributes: { productFamily: "Storage", volumeApiName: type },
      usage: `EBS:VolumeUsage.${type}`,
    },
  };
}

const natItem: CostItem = {
  kind: "NAT gateway",
  count: 1,
  unit: "hour",
  upperBound: false,
  query: {
    service: "AmazonEC2",
    attributes: { productFamily: "NAT Gateway" },
    usage: "NatGateway-Hours",
  },
};

const balancerItem: CostItem = {
  kind: "network load balancer",
  count: 1,
  unit: "hour",
  upperBound: false,
  query: {
    service: "AWSELB",
    attributes: { productFamily: "Load Balancer-Network" },
    usage: "LoadBalancerUsage",
  },
};

const alarmItem: CostItem = {
  kind: "CloudWatch alarm",
  count: 1,
  unit: "month",
  upperBound: false,
  query: {
    service: "AmazonCloudWatch",
    attributes: { productFamily: "Alarm" },
    usage: "CW:AlarmMonitorUsage",
  },
};

/** An interface endpoint has an address in each of its subnets; one for S3 is free. */
function endpointItem({ vpcEndpointType, subnetIds }: Properties, subnets: readonly Properties[]): CostItem {
  const addresses = Array.isArray(subnetIds) ? subnetIds.length : subnets.length;
  return {
    kind: "interface endpoint",
    count: vpcEndpointType === "Interface" ? addresses : 0,
    unit: "hour",
    upperBound: false,
    query: {
      service: "AmazonVPC",
      attributes: { productFamily: "VpcEndpoint" },
      usage: "VpcEndpoint-Hours",
    },
  };
}

function addressItem(count: number): CostItem {
  return {
    kind: "public IPv4 address",
    count,
    unit: "hour",
    upperBound: false,
    query: {
      service: "AmazonVPC",
      attributes: { group: "VPCPublicIPv4Address" },
      usage: "PublicIPv4:InUseAddress",
    },
  };
}

/** Nodes with an address from AWS: they or their subnet request one, and they have no fixed address. */
function machineAddresses(
  instances: readonly Properties[],
  fixed: readonly Properties[],
  subnets: readonly Properties[],
): number {
  const given = subnets.some(({ mapPublicIpOnLaunch }) => mapPublicIpOnLaunch === true);
  const taken = new Set(fixed.map(nodeIn));
  const open = instances.filter((machine) => nodeIn(machine) !== "" && !taken.has(nodeIn(machine)));
  return open.filter(({ associatePublicIpAddress }) => given || associatePublicIpAddress === true).length;
}

/** An internet-facing load balancer has one address in each of its subnets. */
function balancerAddresses(balancers: readonly Properties[], subnets: readonly Properties[]): number {
  const counts = balancers
    .filter((balancer) => isNetwork(balancer) && balancer.internal !== true)
    .map((balancer) =>
      Array.isArray(balancer.subnets) ? balancer.subnets.length : Math.max(1, subnets.length),
    );
  return counts.reduce((sum, count) => sum + count, 0);
}

function isNetwork({ loadBalancerType }: Properties): boolean {
  return loadBalancerType === "network";
}

function inputsOf({ inputs }: PricedResource): Properties {
  return inputs ?? {};
}

function record(value: unknown): Properties {
  return typeof value === "object" && value !== null ? (value as Properties) : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function number(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
