import { labelNames } from "../../../names.ts";
import type { FailedRun } from "../../targetPlan.ts";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const causes: Readonly<Record<string, (what: Wanted) => string>> = {
  InsufficientInstanceCapacity: noCapacity,
  MaxSpotInstanceCountExceeded: overQuota,
  VcpuLimitExceeded: overQuota,
  InstanceLimitExceeded: overQuota,
  Unsupported: ({ name, kind }) =>
    `AWS does not offer ${kind}, which ${name} should be\n  → use another type (swarm:workers.<pool>.type, swarm:aws.managers.type), or other zones (swarm:aws.network.zones) for a new cluster`,
};
const refusal = /\bapi error (\w+):/;

interface Wanted {
  readonly name: string;
  /** `t3.medium in eu-central-1a` */
  readonly kind: string;
  readonly isSpot: boolean;
  readonly code: string;
}

/** What to do if AWS has no machine to give: its own message may name neither node, type nor zone. */
export function capacityHint(message: string, { resource, recorded }: FailedRun): string | undefined {
  const code = refusal.exec(message)?.[1] ?? "";
  const { type, inputs } = resource ?? {};
  if (type !== "aws:ec2/instance:Instance" || !inputs) return undefined;
  const cause = Object.hasOwn(causes, code) ? causes[code] : undefined;
  if (!cause) return undefined;
  const tags = inputs.tags as Readonly<Record<string, string>> | undefined;
  const subnet = recorded().find((one) => one.type === "aws:ec2/subnet:Subnet" && one.id === inputs.subnetId);
  const zone = subnet?.inputs?.availabilityZone;
  return cause({
    name: tags?.[labelNames.node] ?? tags?.Name ?? "a machine",
    kind: `${inputs.instanceType}${typeof zone === "string" ? ` in ${zone}` : ""}`,
    isSpot: inputs.instanceMarketOptions !== undefined,
    code,
  });
}

function noCapacity({ name, kind, isSpot }: Wanted): string {
  return `AWS has no capacity for ${name}: ${isSpot ? "spot " : ""}${kind}\n  → run npm run up again later: it goes on where it stopped. Or use another type (swarm:workers.<pool>.type, swarm:aws.managers.type)${isSpot ? ", or spot: false for the pool" : ""}`;
}

function overQuota({ name, kind, isSpot, code }: Wanted): string {
  return `${name}, ${isSpot ? "spot " : ""}${kind}, exceeds a quota of the AWS account (${code})\n  → request a higher one under Service Quotas, EC2, for ${isSpot ? "Spot Instance Requests" : "Running On-Demand instances"}, then run npm run up again`;
}
