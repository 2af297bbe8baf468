import { setTimeout as sleep } from "node:timers/promises";
import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { targetWaits } from "../../../steps/times.ts";
import { hasLeft, pendingReason, type TargetHealth } from "./targetHealth.ts";

/** A target group, and the port that it is for. */
export interface AwaitedGroup {
  readonly arn: string;
  readonly port: number;
  /** True if every node serves the port. */
  readonly isEverywhere: boolean;
}

export interface AwaitedNode {
  readonly name: string;
  /** `i-0123456789abcdef0` */
  readonly id: string;
}

/** What to wait for; the input of scripts/targets.ts. */
export interface TargetWait {
  readonly region: string;
  /** `served`: the load balancer uses the nodes; `left`: it does not any more. */
  readonly until: "served" | "left";
  readonly nodes: readonly AwaitedNode[];
  readonly groups: readonly AwaitedGroup[];
  /** Seconds that a leaving node has at least. */
  readonly delay: number;
}

/**
 * Waits until all nodes are served, or have left.
 *
 * @returns the error if they are not, or have not, by the deadline
 */
export async function waitForTargets(
  { region, until, nodes, groups, delay }: TargetWait,
  say: (text: string) => void,
  { between, deadline } = targetWaits,
): Promise<string | undefined> {
  const { ElasticLoadBalancingV2Client } = await import("@aws-sdk/client-elastic-load-balancing-v2");
  // Many nodes may wait at once: AWS throttles them.
  const client = new ElasticLoadBalancingV2Client({ region, retryMode: "adaptive", maxAttempts: 10 });
  const started = Date.now();
  const earliest = until === "left" ? delay * 1000 : 0;
  const latest = earliest + deadline * 1000;
  for (let hasSaid = false; ; hasSaid = true) {
    const missing = await missingIn(client, { until, nodes, groups });
    const passed = Date.now() - started;
    if (missing.length === 0 && passed >= earliest) return undefined;
    if (missing.length > 0 && passed > latest) return failure(until, missing, Math.round(passed / 1000));
    const names = [...new Set(missing.map(({ name }) => name))];
    if (!hasSaid && names.length > 0) say(`waits until the load balancer ${goal[until]} ${names.join(", ")}`);
    await sleep(between * 1000);
  }
}

const goal = { served: "sends requests to", left: "has finished the connections of" };

interface Missing {
  readonly name: string;
  readonly port: number;
  readonly reason: string;
}

async function missingIn(
  client: ElasticLoadBalancingV2Client,
  { until, nodes, groups }: Pick<TargetWait, "until" | "nodes" | "groups">,
): Promise<Missing[]> {
  const missing: Missing[] = [];
  for (const { arn, port, isEverywhere } of groups) {
    const targets = await targetsOf(client, arn);
    for (const { name, id } of nodes) {
      const reason =
        until === "served"
          ? pendingReason(targets, id, isEverywhere)
          : hasLeft(targets, id)
            ? undefined
            : "its connections have not ended";
      if (reason !== undefined) missing.push({ name, port, reason });
    }
  }
  return missing;
}

/** None if the group does not exist any more. */
async function targetsOf(client: ElasticLoadBalancingV2Client, arn: string): Promise<TargetHealth[]> {
  const { DescribeTargetHealthCommand } = await import("@aws-sdk/client-elastic-load-balancing-v2");
  try {
    const found = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn }));
    return (found.TargetHealthDescriptions ?? []).map(({ Target, TargetHealth }) => ({
      id: Target?.Id ?? "",
      state: TargetHealth?.State ?? "",
      description: TargetHealth?.Description ?? "",
    }));
  } catch (error) {
    if ((error as Error).name === "TargetGroupNotFoundException") return [];
    throw error;
  }
}

function failure(until: TargetWait["until"], missing: readonly Missing[], seconds: number): string {
  const lines = missing.map(({ name, port, reason }) => `${name}, port ${port}: ${reason}`).join("\n");
  return until === "served"
    ? `the load balancer does not send requests to these nodes after ${seconds} seconds:\n${lines}\n  → see what listens on the port there: npm run ssh -- ${missing[0]?.name} docker ps; old nodes stay until it does: run npm run up again`
    : `the load balancer has not finished the connections of these nodes after ${seconds} seconds:\n${lines}\n  → run npm run up again: nothing was removed`;
}
