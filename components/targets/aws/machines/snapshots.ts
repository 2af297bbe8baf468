import { LifecyclePolicy } from "@pulumi/aws/dlm/lifecyclePolicy.js";
import type * as pulumi from "@pulumi/pulumi";
import { type Owner, type Tags, tagsOf } from "../resources/tags.ts";
import type { AwsSettings } from "../settings/settings.ts";
import type { Account } from "./policyDocuments.ts";

export interface SnapshotsArgs {
  readonly owner: Owner;
  readonly account: Account;
  readonly settings: AwsSettings["snapshots"];
}

/** The tag by which Data Lifecycle Manager finds the disks: it takes those with any one of several tags. */
export function snapshotTag(owner: Owner, { keep }: AwsSettings["snapshots"]): Tags {
  return keep > 0 ? { "swarm.snapshots": owner.cluster.id } : {};
}

/**
 * Takes a snapshot of each tagged disk once a day.
 *
 * `aws dlm create-default-role` makes the role, once for an account:
 * https://docs.aws.amazon.com/ebs/latest/userguide/service-role.html
 */
export function snapshots(
  { owner, account: { partition, account }, settings }: SnapshotsArgs,
  options: pulumi.CustomResourceOptions,
): void {
  const { keep, time } = settings;
  if (keep === 0) return;
  new LifecyclePolicy(
    "snapshots",
    {
      description: `Data disks of managers of ${owner.project}-${owner.stack}`,
      executionRoleArn: `arn:${partition}:iam::${account}:role/AWSDataLifecycleManagerDefaultRole`,
      state: "ENABLED",
      policyDetails: {
        resourceTypes: ["VOLUME"],
        targetTags: snapshotTag(owner, settings),
        schedules: [
          {
            name: "daily",
            createRule: { interval: 24, intervalUnit: "HOURS", times: time },
            retainRule: { count: keep },
            copyTags: true,
          },
        ],
      },
      tags: tagsOf(owner, "snapshots"),
    },
    options,
  );
}
