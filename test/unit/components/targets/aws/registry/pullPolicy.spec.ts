import assert from "node:assert/strict";
import { pullPolicy } from "../../../../../../components/targets/aws/registry/pullPolicy.ts";

describe("pullPolicy", () => {
  it("lets one role pull, and nothing else", () => {
    assert.deepEqual(JSON.parse(pullPolicy("arn:aws:iam::1:role/nodes")), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "NodesPull",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::1:role/nodes" },
          Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        },
      ],
    });
  });
});
