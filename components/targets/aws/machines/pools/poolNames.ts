import type { Account, Statement } from "../policyDocuments.ts";

interface NamedOwner {
  readonly project: string;
  readonly stack: string;
}

/** Names of a pool's resources, which its machines and the permissions of its role contain. */
export interface PoolNames {
  /** Of the SSM parameter. */
  readonly parameter: string;
  /** Of the auto-scaling group. */
  readonly group: string;
}

export function poolNames({ project, stack }: NamedOwner, pool: string): PoolNames {
  return { parameter: `/${project}/${stack}/pools/${pool}`, group: `${project}-${stack}-${pool}` };
}

/**
 * What the machines of a pool may do besides pulling images: read their own parameter, and tell their own group
 * that they are ready, or wait to end. The parameter is encrypted with AWS's own key for SSM, which needs no permission.
 */
export function poolPermissions(names: PoolNames, { partition, region, account }: Account): Statement[] {
  return [
    {
      Effect: "Allow",
      Action: ["ssm:GetParameter"],
      Resource: `arn:${partition}:ssm:${region}:${account}:parameter${names.parameter}`,
    },
    {
      Effect: "Allow",
      Action: ["autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"],
      Resource: `arn:${partition}:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/${names.group}`,
    },
  ];
}
