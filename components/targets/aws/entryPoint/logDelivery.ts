import type { Account } from "../machines/policyDocuments.ts";

/**
 * A bucket policy that lets AWS deliver this account's access logs, and nobody connect without TLS.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html
 */
export function logDelivery({ partition, region, account }: Account, bucket: string) {
  const arn = `arn:${partition}:s3:::${bucket}`;
  const deliverer = {
    Effect: "Allow",
    Principal: { Service: "delivery.logs.amazonaws.com" },
  };
  const ours = {
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": `arn:${partition}:logs:${region}:${account}:*` },
  };
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "Check", ...deliverer, Action: "s3:GetBucketAcl", Resource: arn, Condition: ours },
      {
        Sid: "Deliver",
        ...deliverer,
        Action: "s3:PutObject",
        Resource: `${arn}/AWSLogs/${account}/*`,
        Condition: {
          ...ours,
          StringEquals: { ...ours.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
        },
      },
      {
        Sid: "OnlyWithTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}
