import assert from "node:assert/strict";
import { logDelivery } from "../../../../../../components/targets/aws/entryPoint/logDelivery.ts";

describe("logDelivery", () => {
  it("lets only AWS write this account's logs, and nobody connect without TLS", () => {
    const account = { partition: "aws-cn", region: "cn-north-1", account: "123456789012" };
    const ours = {
      StringEquals: { "aws:SourceAccount": "123456789012" },
      ArnLike: { "aws:SourceArn": "arn:aws-cn:logs:cn-north-1:123456789012:*" },
    };
    assert.deepEqual(logDelivery(account, "logs").Statement, [
      {
        Sid: "Check",
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: "s3:GetBucketAcl",
        Resource: "arn:aws-cn:s3:::logs",
        Condition: ours,
      },
      {
        Sid: "Deliver",
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: "arn:aws-cn:s3:::logs/AWSLogs/123456789012/*",
        Condition: {
          ...ours,
          StringEquals: {
            "aws:SourceAccount": "123456789012",
            "s3:x-amz-acl": "bucket-owner-full-control",
          },
        },
      },
      {
        Sid: "OnlyWithTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws-cn:s3:::logs", "arn:aws-cn:s3:::logs/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });
});
