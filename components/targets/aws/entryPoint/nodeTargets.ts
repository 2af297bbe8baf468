import { TargetGroup } from "@pulumi/aws/lb/targetGroup.js";
import { TargetGroupAttachment } from "@pulumi/aws/lb/targetGroupAttachment.js";
import type * as pulumi from "@pulumi/pulumi";
import type { Machine } from "../../../machines/machine.ts";
import { type Owner, tagsOf } from "../resources/tags.ts";
import { nodeHealthPort } from "./balancerRules.ts";
import type { PlannedListener } from "./listenerPlan.ts";

export interface NodeTargetsArgs {
  readonly owner: Owner;
  readonly vpcId: pulumi.Input<string>;
  readonly listener: PlannedListener;
  /** Seconds for a leaving node to finish its connections. */
  readonly deregistrationDelay: number;
  /** Whether services see the addresses of clients. */
  readonly preserveClientIp: boolean;
}

/** All nodes at one of their ports. */
export interface NodeTargets {
  readonly name: string;
  readonly group: TargetGroup;
  readonly port: number;
  /** True if every node serves the port. */
  readonly isEverywhere: boolean;
}

export function nodeTargets(
  name: string,
  { owner, vpcId, listener, deregistrationDelay, preserveClientIp }: NodeTargetsArgs,
  options: pulumi.CustomResourceOptions,
): NodeTargets {
  const protocol = listener.protocol === "TLS" ? "TCP" : listener.protocol;
  const groupName = `${name}-${listener.node}-${protocol.toLowerCase().replace("_", "-")}`;
  const group = new TargetGroup(
    groupName,
    {
      vpcId,
      targetType: "instance",
      protocol,
      port: listener.node,
      deregistrationDelay,
      // The node is deleted after the delay: close its connections, so that no client waits for a response.
      connectionTermination: true,
      // For UDP it is always on, and AWS refuses to turn it off.
      ...(protocol === "TCP" ? { preserveClientIp: String(preserveClientIp) } : {}),
      healthCheck: {
        protocol: "TCP",
        port: protocol === "UDP" ? String(nodeHealthPort) : "traffic-port",
        interval: 10,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      tags: tagsOf(owner, groupName),
    },
    options,
  );
  return { name: groupName, group, port: listener.node, isEverywhere: listener.everywhere === true };
}

export interface AttachedNodes {
  readonly group: TargetGroup;
  readonly machines: readonly Machine[];
  /** What must exist before a node is registered, by node. */
  readonly after: Readonly<Record<string, readonly pulumi.Resource[]>>;
}

/** Keeps each node registered from when it is a member until it leaves. */
export function attachNodes(
  name: string,
  { group, machines, after }: AttachedNodes,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return machines.map(
    (machine) =>
      new TargetGroupAttachment(
        `${name}-${machine.name}`,
        { targetGroupArn: group.arn, targetId: machine.id },
        // A new machine is attached after it is a member; an old one is detached before it leaves.
        {
          ...options,
          dependsOn: [...(after[machine.name] ?? [])],
          deleteBeforeReplace: false,
          deletedWith: group,
        },
      ),
  );
}
