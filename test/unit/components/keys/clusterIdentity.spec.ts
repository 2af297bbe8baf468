import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ClusterIdentity } from "../../../../components/keys/clusterIdentity.ts";
import { cluster } from "../../../support/fakeHost.ts";
import { record, resolved } from "../../../support/recordedProgram.ts";

const identity = (options: Parameters<typeof record>[1] = {}, adopt?: string) =>
  record(() => new ClusterIdentity("cluster", { adopt }), options);

describe("ClusterIdentity", () => {
  it("is one value in the state", async () => {
    const { recording } = await identity();
    assert.deepEqual(recording.tree(), [
      "pulumi:index:Stash cluster < ClusterIdentity cluster",
      "swarm:index:ClusterIdentity cluster",
    ]);
  });

  it("draws 20 random hexadecimal digits in each run, and keeps the first draw", async () => {
    const drawn = async () => {
      const { inputs, ignoreChanges } = (await identity()).recording.find("Stash cluster");
      assert.deepEqual(ignoreChanges, ["input"]);
      assert.match(String(inputs.input), /^[0-9a-f]{20}$/);
      return inputs.input;
    };
    assert.notEqual(await drawn(), await drawn());
  });

  it("keeps the id that the first run drew", async () => {
    const { recording, result } = await identity({ firstRun: true });
    assert.equal(await resolved(result.id), recording.find("Stash cluster").inputs.input);
    assert.equal(await resolved((await identity()).result.id), cluster);
  });

  it("is not secret and known in a preview, for labels and messages", async () => {
    const { recording, result } = await identity({ preview: true });
    assert.deepEqual(recording.find("Stash cluster").secrets, []);
    assert.equal(await pulumi.isSecret(result.id), false);
    assert.equal(await resolved(result.id), cluster);
  });

  it("has the swarm id to adopt if the settings name one", async () => {
    assert.equal((await identity()).result.adopt, undefined);
    assert.equal((await identity({}, "swarm-of-others")).result.adopt, "swarm-of-others");
  });
});
