import assert from "node:assert/strict";
import {
  machinePermissions,
  machineTrust,
} from "../../../../../../components/targets/aws/machines/policyDocuments.ts";

const path = { partition: "aws-cn", region: "cn-north-1", account: "123456789012" };

/** What AWS lets nobody narrow down, and instances, whose ids nobody knows before they are there. */
const allowedWildcards: readonly (readonly [action: string, resource: string])[] = [
  ["ecr:GetAuthorizationToken", "*"],
  ["ssm:UpdateInstanceInformation", "arn:aws-cn:ec2:cn-north-1:123456789012:instance/*"],
  ["ssmmessages:CreateControlChannel", "*"],
  ["ssmmessages:CreateDataChannel", "*"],
  ["ssmmessages:OpenControlChannel", "*"],
  ["ssmmessages:OpenDataChannel", "*"],
];

describe("machineTrust", () => {
  it("lets EC2 instances assume the role", () => {
    assert.deepEqual(machineTrust(), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
    });
  });
});

describe("machinePermissions", () => {
  it("allow a node only to log in to the registry", () => {
    assert.deepEqual(machinePermissions(path, false), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" }],
    });
  });

  it("allow Session Manager to open a shell if it is enabled", () => {
    assert.deepEqual(machinePermissions(path, true).Statement.slice(1), [
      {
        Effect: "Allow",
        Action: ["ssm:UpdateInstanceInformation"],
        Resource: "arn:aws-cn:ec2:cn-north-1:123456789012:instance/*",
      },
      {
        Effect: "Allow",
        Action: [
          "ssmmessages:CreateControlChannel",
          "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel",
          "ssmmessages:OpenDataChannel",
        ],
        Resource: "*",
      },
    ]);
  });

  it("have no wildcard that AWS does not require", () => {
    for (const sessionManager of [false, true]) {
      const granted = machinePermissions(path, sessionManager).Statement.flatMap(({ Action, Resource }) =>
        Action.map((action) => [action, Resource] as const),
      );
      const wide = granted.filter((grant) => grant.some((word) => /[*?]/.test(word)));
      assert.deepEqual(wide, sessionManager ? allowedWildcards : allowedWildcards.slice(0, 1));
    }
  });
});
