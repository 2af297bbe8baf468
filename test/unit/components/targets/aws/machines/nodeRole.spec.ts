import assert from "node:assert/strict";
import { NodeRole } from "../../../../../../components/targets/aws/machines/nodeRole.ts";
import {
  machinePermissions,
  machineTrust,
} from "../../../../../../components/targets/aws/machines/policyDocuments.ts";
import { awsAccount, owner } from "../../../../../support/ec2Program.ts";
import { cluster } from "../../../../../support/fakeHost.ts";
import { record, resolved } from "../../../../../support/recordedProgram.ts";

const nodeRole = (sessionManager: boolean) =>
  record(() => new NodeRole("nodes", { owner, account: awsAccount, sessionManager }));

const tags = {
  team: "shop",
  Name: "swarm-test-nodes",
  "swarm.project": "swarm",
  "swarm.stack": "test",
  "swarm.cluster": cluster,
};

describe("NodeRole", () => {
  it("creates a role, its permissions and the instance profile", async () => {
    const { recording } = await nodeRole(false);
    assert.deepEqual(recording.tree(), [
      "aws:iam/instanceProfile:InstanceProfile nodes < NodeRole nodes",
      "aws:iam/role:Role nodes < NodeRole nodes",
      "aws:iam/rolePolicy:RolePolicy nodes < NodeRole nodes",
      "swarm:index:NodeRole nodes",
    ]);
    assert.deepEqual(recording.find("Role nodes").inputs, {
      path: "/swarm/",
      description: "Nodes of the swarm",
      assumeRolePolicy: JSON.stringify(machineTrust()),
      tags,
    });
    assert.deepEqual(recording.find("InstanceProfile nodes").inputs, {
      path: "/swarm/",
      role: "nodes",
      tags,
    });
  });

  for (const [written, arn] of [
    ["swarm-boundary", "arn:aws:iam::123456789012:policy/swarm-boundary"],
    ["team/swarm-boundary", "arn:aws:iam::123456789012:policy/team/swarm-boundary"],
    ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
  ] as const)
    it(`is bounded by the policy ${written}`, async () => {
      const { recording } = await record(
        () =>
          new NodeRole("nodes", {
            owner,
            account: awsAccount,
            permissionsBoundary: written,
            sessionManager: false,
          }),
      );
      assert.equal(recording.find("Role nodes").inputs.permissionsBoundary, arn);
    });

  for (const sessionManager of [false, true])
    it(`allows what the nodes need ${sessionManager ? "with" : "without"} Session Manager`, async () => {
      const { recording } = await nodeRole(sessionManager);
      assert.deepEqual(recording.find("RolePolicy nodes").inputs, {
        role: "nodes-id",
        policy: JSON.stringify(machinePermissions(awsAccount, sessionManager)),
      });
    });

  it("gives instances the profile once it has its permissions", async () => {
    const { recording, result } = await nodeRole(false);
    assert.deepEqual(recording.find("InstanceProfile nodes").dependencies, [
      "Role nodes",
      "RolePolicy nodes",
    ]);
    assert.equal(await resolved(result.profile), "profile-nodes");
    assert.equal(await resolved(result.arn), "arn-of-nodes");
  });
});
