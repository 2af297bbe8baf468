import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runSimulation, runUnsafeSimulation } from "@cloud-copilot/iam-simulate";
import type { Call, CallTarget } from "./call.ts";

export const account = "123456789012";
export const region = "eu-central-1";

export interface NamedPolicy {
  readonly name: string;
  readonly policy: unknown;
}

/** A policy of docs/. */
export function documented(name: string): NamedPolicy {
  const text = readFileSync(join(import.meta.dirname, "../../../docs", `${name}.json`), "utf8");
  return { name, policy: JSON.parse(text) };
}

/** The policies that docs/aws.md gives to a deployer. */
export const deployer = ["", "-services", "-options"].map((part) => documented(`aws-deployer${part}-policy`));
export const preview = [documented("aws-preview-policy")];
export const boundary = [documented("aws-boundary-policy")];

/** Services whose ARNs have no region, or neither region nor account. */
const places: Readonly<Record<string, string>> = {
  iam: `:${account}`,
  route53: ":",
  s3: ":",
};

export function arnOf(
  action: string,
  { type, id = "0123456789abcdef0", arn }: CallTarget,
  where = region,
): string {
  if (arn) return arn;
  const [service = ""] = action.split(":");
  if (type === "*") return "*";
  if (service === "s3") return `arn:aws:s3:::${id}`;
  // These ARNs name no account.
  const isPublic = type === "image" || type === "snapshot" || /^(aws\/service\/|AWS-)/.test(id);
  const owner = isPublic ? `${where}:` : (places[service] ?? `${where}:${account}`);
  return `arn:aws:${service}:${owner}:${type}/${id}`;
}

/** The condition keys that AWS fills in for one target. */
function contextOf({ tags = {}, requestTags, context = {} }: CallTarget, where: string) {
  const named = (prefix: string, from: Readonly<Record<string, string>>) =>
    Object.entries(from).map(([key, value]) => [`aws:${prefix}/${key}`, value]);
  return Object.fromEntries([
    ["aws:RequestedRegion", where],
    ...named("ResourceTag", tags),
    ...named("RequestTag", requestTags ?? {}),
    ...(requestTags ? [["aws:TagKeys", Object.keys(requestTags)]] : []),
    ...Object.entries(context),
  ]) as Record<string, string | string[]>;
}

/**
 * The simulator's list says that AddTags and RemoveTags are for load balancers; they are for listeners and
 * target groups as well. It also lacks the ARNs of AWS's own parameters and documents, which name no account:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddTags.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
 */
const isMissingInList = (action: string, { type, id = "" }: CallTarget) =>
  (/:(Add|Remove)Tags$/.test(action) && /^(listener|targetgroup)/.test(type)) ||
  id.startsWith("aws/service/") ||
  id.startsWith("AWS-");

export interface Evaluation {
  readonly policies: readonly NamedPolicy[];
  readonly boundaries?: readonly NamedPolicy[];
  readonly resourcePolicy?: unknown;
  readonly principal?: string;
  readonly where?: string;
}

/** `Allowed`, `ImplicitlyDenied` or `ExplicitlyDenied`, for one target of a call. */
export async function evaluate(
  action: string,
  target: CallTarget,
  {
    policies,
    boundaries,
    resourcePolicy,
    principal = `arn:aws:iam::${account}:role/deployer`,
    where = region,
  }: Evaluation,
): Promise<string> {
  const resource = arnOf(action, target, where);
  const simulation = {
    request: {
      principal,
      action,
      resource: { resource, accountId: account },
      contextVariables: contextOf(target, where),
    },
    identityPolicies: [...policies],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(boundaries ? { permissionBoundaryPolicies: [...boundaries] } : {}),
    ...(resourcePolicy === undefined ? {} : { resourcePolicy }),
  };
  if (isMissingInList(action, target)) return runUnsafeSimulation(simulation, {});
  const answer = await runSimulation(simulation, {});
  if (answer.resultType === "error")
    throw new Error(`${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
  if (answer.resultType === "wildcard" && resource !== "*") throw new Error(`${resource} has a wildcard`);
  const ignored = answer.resultType === "single" ? (answer.result.ignoredContextKeys ?? []) : [];
  if (ignored.length > 0) throw new Error(`AWS has no ${ignored.join(", ")} for ${action} on ${resource}`);
  return answer.overallResult;
}

/** What AWS does not allow of these calls, each kind once: `ec2:CreateVpc on arn:…: ImplicitlyDenied`. */
export async function notAllowed(all: readonly Call[], evaluation: Evaluation): Promise<string[]> {
  const kinds = new Map<string, readonly [string, CallTarget]>();
  for (const { action, targets } of all)
    for (const target of targets) kinds.set(kindOf(action, target), [action, target]);
  const found: string[] = [];
  for (const [action, target] of kinds.values()) {
    const result = await evaluate(action, target, evaluation);
    if (result !== "Allowed") found.push(`${action} on ${arnOf(action, target)}: ${result}`);
  }
  return found;
}

/** Names and nodes make no difference to the policies. */
function kindOf(action: string, { type, id, tags, requestTags, context }: CallTarget): string {
  const project = (all: CallTarget["tags"]) => all && [all["swarm.project"], Object.keys(all).length > 0];
  return JSON.stringify([action, type, id, project(tags), project(requestTags), context]);
}
