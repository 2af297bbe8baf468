import assert from "node:assert/strict";
import { payloadOf } from "../../../../../../components/steps/payload.ts";
import { storedScript } from "../../../../../../components/steps/script.ts";
import { awsProgram, recordedForm } from "../../../../../support/awsProgram.ts";
import { key } from "../../../../../support/ec2Program.ts";
import { cluster } from "../../../../../support/fakeHost.ts";
import { callOf, scriptFile } from "../../../../../support/scripts.ts";

const stored = (path: string) => storedScript(scriptFile(path)).id;
const managers = [0, 1, 2].map((index) => `manager-${index}`);
const steps = ["-requests", "-watch"];

describe("spot pools", () => {
  it("let the managers take requests with a key of their own", async () => {
    const recording = await recordedForm("public");
    const { publicKey } = key("ssh node requests");
    for (const manager of managers) {
      const { inputs, deletedWith } = recording.find(`Command ${manager}-requests`);
      const args = `add swarm ${manager}-id ${stored("swarm/scripts/nodeRequest.sh")}`;
      assert.equal(inputs.stdin, payloadOf([["key", publicKey]]));
      assert.equal(
        callOf(inputs.create),
        `sudo -n timeout -k 10 120 swarm-${manager}-requests ours-or-none ${cluster} '' ${args}`,
      );
      assert.equal(
        callOf(inputs.delete),
        `sudo -n timeout -k 10 120 swarm-${manager}-requests undo ${cluster} '' remove swarm`,
      );
      assert.equal(deletedWith, `Instance ${manager}`);
    }
    assert.notEqual(publicKey, key("ssh client").publicKey);
  });

  it("watch AWS's notices on their machines only, and know the managers' host keys", async () => {
    const recording = await recordedForm("public");
    const watches = recording.registrations.filter(({ name }) => name.endsWith("-watch"));
    assert.deepEqual(
      watches.map(({ name }) => name),
      ["batch-0-watch"],
    );
    const [watch] = watches;
    const addresses = managers.map((manager) =>
      String(recording.find(`Instance ${manager}`).inputs.privateIp),
    );
    const script = stored("targets/aws/machines/scripts/watchNotices.sh");
    assert.equal(
      callOf(watch?.inputs.create),
      `sudo -n timeout -k 10 120 swarm-batch-0-watch ours-or-none ${cluster} '' batch-0-id ${script} http://169.254.169.254 swarm ${addresses.join(" ")}`,
    );
    const hosts = managers.map(
      (manager, index) => `${addresses[index]} ${key(`ssh host ${manager}`).publicKey}\n`,
    );
    assert.equal(
      watch?.inputs.stdin,
      payloadOf([
        ["key", key("ssh node requests").privateKey],
        ["known-hosts", hosts.join("")],
      ]),
    );
    assert.ok(watch?.secrets.includes("stdin"));
  });

  it("are the only ones that open the managers' SSH to nodes", async () => {
    const opened = "SecurityGroupIngressRule managers-ssh-nodes";
    assert.equal((await recordedForm("public")).find(opened).inputs.fromPort, 22);
    const { registrations } = await awsProgram({ workers: { web: { count: 1, spot: false } } });
    const found = registrations.filter(
      ({ label, name }) => label === opened || steps.some((step) => name.endsWith(step)),
    );
    assert.deepEqual(found, []);
  });
});
