import { Bucket } from "@pulumi/aws/s3/bucket.js";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy.js";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../machines/policyDocuments.ts";
import { type Owner, tagsOf } from "../resources/tags.ts";
import { logDelivery } from "./logDelivery.ts";

export interface AccessLogsArgs {
  readonly owner: Owner;
  readonly account: Account;
  /** Days until AWS deletes a log. */
  readonly days: number;
}

/** A bucket for the access logs of a load balancer. */
export interface AccessLogs {
  readonly bucket: pulumi.Output<string>;
  /** Once it exists, the load balancer can write to the bucket. */
  readonly policy: pulumi.Resource;
}

/** Pulumi adds a suffix; docs/aws-deployer-options-policy.json has the prefix. */
const name = "swarm-access-logs";

export function accessLogs(
  { owner, account, days }: AccessLogsArgs,
  options: pulumi.CustomResourceOptions,
): AccessLogs {
  // Destroy deletes the logs as well.
  const bucket = new Bucket(name, { forceDestroy: true, tags: tagsOf(owner, name) }, options);
  const of = { ...options, deletedWith: bucket };
  const closed = new BucketPublicAccessBlock(
    name,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    of,
  );
  new BucketServerSideEncryptionConfiguration(
    name,
    {
      bucket: bucket.bucket,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    },
    of,
  );
  new BucketLifecycleConfiguration(
    name,
    {
      bucket: bucket.bucket,
      rules: [{ id: "expire", status: "Enabled", filter: { prefix: "" }, expiration: { days } }],
    },
    of,
  );
  const policy = new BucketPolicy(
    name,
    {
      bucket: bucket.bucket,
      policy: bucket.bucket.apply((known) => JSON.stringify(logDelivery(account, known))),
    },
    // S3 refuses two changes of a bucket's access at once.
    { ...of, dependsOn: closed },
  );
  return { bucket: bucket.bucket, policy };
}
