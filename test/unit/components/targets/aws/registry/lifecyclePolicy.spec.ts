import assert from "node:assert/strict";
import { lifecyclePolicy } from "../../../../../../components/targets/aws/registry/lifecyclePolicy.ts";

describe("lifecyclePolicy", () => {
  it("keeps the last deployed images and the last others, and removes untagged ones", () => {
    assert.deepEqual(JSON.parse(lifecyclePolicy(7)), {
      rules: [
        {
          rulePriority: 1,
          description: "Keep the last 7 deployed images",
          selection: {
            tagStatus: "tagged",
            tagPatternList: ["deployed-*"],
            countType: "imageCountMoreThan",
            countNumber: 7,
          },
          action: { type: "expire" },
        },
        {
          rulePriority: 2,
          description: "Keep the last 7 other images",
          selection: {
            tagStatus: "tagged",
            tagPatternList: ["*"],
            countType: "imageCountMoreThan",
            countNumber: 7,
          },
          action: { type: "expire" },
        },
        {
          rulePriority: 3,
          description: "Remove what belongs to no image any more",
          selection: {
            tagStatus: "untagged",
            countType: "sinceImagePushed",
            countUnit: "days",
            countNumber: 1,
          },
          action: { type: "expire" },
        },
      ],
    });
  });
});
