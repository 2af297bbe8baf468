import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ClusterKeys } from "../../../../components/keys/clusterKeys.ts";
import { derivePassword, deriveSshKeyPair } from "../../../../components/keys/keyMaterial.ts";
import { record, resolved } from "../../../support/recordedProgram.ts";
import { keptSecret } from "../../../support/resourceAnswers.ts";

describe("ClusterKeys", () => {
  const program = () => record(() => new ClusterKeys("keys"));

  it("keeps one secret, drawn once", async () => {
    const { recording } = await program();
    assert.deepEqual(recording.tree(), [
      "pulumi:index:Stash keys < ClusterKeys keys",
      "swarm:index:ClusterKeys keys",
    ]);
    const stash = recording.find("Stash keys");
    assert.deepEqual(stash.secrets, ["input"]);
    assert.deepEqual(stash.ignoreChanges, ["input"]);
    assert.equal(Buffer.from(String(stash.inputs.input), "base64").length, 32);
  });

  it("draws another secret each time", async () => {
    const drawn = async () => (await program()).recording.find("Stash keys").inputs.input;
    assert.notEqual(await drawn(), await drawn());
  });

  it("knows whether the cluster exists already", async () => {
    for (const firstRun of [true, false]) {
      const { result } = await record(() => new ClusterKeys("keys"), { firstRun });
      assert.equal(await resolved(result.clusterExists), !firstRun);
      assert.equal(await pulumi.isSecret(result.clusterExists), false);
    }
  });

  it("derives all keys from the stored secret, as secrets", async () => {
    const { result: keys } = await program();
    assert.deepEqual(await resolved(keys.client), deriveSshKeyPair(keptSecret, "ssh client"));
    assert.deepEqual(
      await resolved(keys.host("worker-0")),
      deriveSshKeyPair(keptSecret, "ssh host worker-0"),
    );
    assert.equal(await resolved(keys.password("registry")), derivePassword(keptSecret, "registry"));
    const outputs: pulumi.Output<unknown>[] = [keys.client, keys.host("worker-0"), keys.password("registry")];
    for (const output of outputs) assert.equal(await pulumi.isSecret(output), true);
  });
});
