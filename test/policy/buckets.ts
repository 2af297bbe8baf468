import { type Inputs, isTrue, type Rule } from "./rule.ts";
import { statementsIn } from "./statements.ts";

const closings = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

export const closedBuckets: Rule = {
  name: "closed-buckets",
  description: "No bucket can be opened to the public.",
  level: "mandatory",
  sources: ["S3.2", "S3.3", "S3.8", "CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56"],
  faults: {
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": (inputs) =>
      closings.filter((name) => !isTrue(inputs[name])).map((name) => `can be opened; set ${name} to true`),
  },
};

const deniesPlain = ({ Effect, Condition }: Inputs) =>
  Effect === "Deny" && JSON.stringify(Condition ?? {}) === '{"Bool":{"aws:SecureTransport":"false"}}';

export const bucketsByTls: Rule = {
  name: "buckets-by-tls",
  description: "Buckets answer over TLS only.",
  level: "mandatory",
  sources: ["S3.5", "CKV_AWS_379"],
  faults: {
    "aws:s3/bucketPolicy:BucketPolicy": ({ policy }) =>
      typeof policy !== "string" || statementsIn(policy).some(deniesPlain)
        ? []
        : ["lets requests in without TLS; deny them where aws:SecureTransport is false"],
  },
};
