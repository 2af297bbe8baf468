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

type Inputs = Readonly<Record<string, unknown>>;

interface Wanted {
  readonly name: string;
  /** `t3.medium in eu-central-1a`; of a pool that scales with all its zones. */
  readonly kind: string;
  readonly isSpot: boolean;
  readonly code: string;
}

/** What an activity of an auto-scaling group says, which has no code; the provider repeats it. */
const activities: readonly (readonly [pattern: RegExp, code: string])[] = [
  [/InsufficientInstanceCapacity|do not have sufficient|no Spot capacity/, "InsufficientInstanceCapacity"],
  [/MaxSpotInstanceCountExceeded|Max spot instance count exceeded/, "MaxSpotInstanceCountExceeded"],
  [/VcpuLimitExceeded|vCPU limit/, "VcpuLimitExceeded"],
  [/configuration is currently not supported|instance type is not supported/, "Unsupported"],
];
/** It has waited as long as waitForCapacityTimeout says. */
const isTooSlow = /want (?:at least|exactly) \d+ healthy/;

/** What to do if AWS has no machine to give: its own message may name neither node, type nor zone. */
export function capacityHint(message: string, run: FailedRun): string | undefined {
  const { type, inputs } = run.resource ?? {};
  if (!inputs) return undefined;
  if (type === "aws:autoscaling/group:Group") return poolHint(message, inputs, run);
  if (type !== "aws:ec2/instance:Instance") return undefined;
  const tags = inputs.tags as Readonly<Record<string, string>> | undefined;
  const [zone] = zonesOf([inputs.subnetId], run);
  return hintFor(refusal.exec(message)?.[1] ?? "", {
    name: tags?.[labelNames.node] ?? tags?.Name ?? "a machine",
    kind: `${inputs.instanceType}${zone === undefined ? "" : ` in ${zone}`}`,
    isSpot: inputs.instanceMarketOptions !== undefined,
  });
}

/** The machines of a pool that scales: their launch template has the type. */
function poolHint(message: string, inputs: Inputs, run: FailedRun): string | undefined {
  const [, code] = activities.find(([pattern]) => pattern.test(message)) ?? [];
  if (code === undefined && !isTooSlow.test(message)) return undefined;
  const { id } = (inputs.launchTemplate ?? {}) as { readonly id?: string };
  const template = run
    .recorded()
    .find((one) => one.type === "aws:ec2/launchTemplate:LaunchTemplate" && one.id === id);
  const tags = (inputs.tags ?? []) as readonly { readonly key: string; readonly value: string }[];
  const tag = (key: string) => tags.find((one) => one.key === key)?.value ?? "";
  const pool = tag("Name").slice(`${tag(labelNames.project)}-${tag(labelNames.stack)}-`.length);
  const zones = zonesOf((inputs.vpcZoneIdentifiers ?? []) as readonly unknown[], run).sort();
  const machines = {
    name: `the pool ${pool}`,
    kind: `${template?.inputs?.instanceType ?? "a machine"}${zones.length === 0 ? "" : ` in ${zones.join(", ")}`}`,
    isSpot: template?.inputs?.instanceMarketOptions !== undefined,
  };
  return code === undefined ? tooSlow(machines, String(inputs.name)) : hintFor(code, machines);
}

function hintFor(code: string, wanted: Omit<Wanted, "code">): string | undefined {
  const cause = Object.hasOwn(causes, code) ? causes[code] : undefined;
  return cause?.({ ...wanted, code });
}

function zonesOf(subnets: readonly unknown[], { recorded }: FailedRun): string[] {
  return recorded().flatMap(({ type, id, inputs }) =>
    type === "aws:ec2/subnet:Subnet" && subnets.includes(id) && typeof inputs?.availabilityZone === "string"
      ? [inputs.availabilityZone]
      : [],
  );
}

function tooSlow({ name, kind, isSpot }: Omit<Wanted, "code">, group: string): string {
  return `${name} has fewer machines than its least number after ten minutes: ${isSpot ? "spot " : ""}${kind}\n  → see whether AWS starts them: aws autoscaling describe-scaling-activities --auto-scaling-group-name ${group}; and whether they join: npm run status; then run npm run up again`;
}

function noCapacity({ name, kind, isSpot }: Wanted): string {
  return `AWS has no capacity for ${name}: ${isSpot ? "spot " : ""}${kind}\n  → run npm run up again later: it goes on where it stopped. Or use another type (swarm:workers.<pool>.type, swarm:aws.managers.type)${isSpot ? ", or spot: false for the pool" : ""}`;
}

function overQuota({ name, kind, isSpot, code }: Wanted): string {
  return `${name}, ${isSpot ? "spot " : ""}${kind}, exceeds a quota of the AWS account (${code})\n  → request a higher one under Service Quotas, EC2, for ${isSpot ? "Spot Instance Requests" : "Running On-Demand instances"}, then run npm run up again`;
}
