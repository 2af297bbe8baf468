import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { payloadOf } from "../../../../components/steps/payload.ts";
import { type RemoteStepArgs, remoteStep } from "../../../../components/steps/remoteStep.ts";
import { payloadFunctions, stepScript } from "../../../../components/steps/script.ts";
import { cluster } from "../../../support/fakeHost.ts";
import { Folder } from "../../../support/folder.ts";
import { record } from "../../../support/recordedProgram.ts";

const connection = {
  host: "127.0.0.1",
  port: 20000,
  user: "root",
  privateKey: "the client's key",
  hostKey: "ssh-ed25519 AAAA",
};

describe("remoteStep", () => {
  const folder = new Folder().write({ "make.sh": "say made\n", "unmake.sh": "# gone\nsay ünmade\n" });
  const script = (name: string) => pathToFileURL(folder.at(name));
  const [make, unmake] = [stepScript(script("make.sh")), stepScript(script("unmake.sh"))];
  const [size, undoSize] = [Buffer.byteLength(make), Buffer.byteLength(unmake)];
  const plain: RemoteStepArgs = {
    machine: { connection: pulumi.secret(connection), cluster: { id: pulumi.output(cluster) } },
    run: { scope: "ours", script: script("make.sh"), args: ["one", pulumi.output("it's")] },
  };
  after(() => folder[Symbol.dispose]());

  async function registered(args: Partial<RemoteStepArgs>, options: pulumi.CustomResourceOptions = {}) {
    const { recording } = await record(() => remoteStep("step", { ...plain, ...args }, options));
    assert.deepEqual(recording.tree(), ["command:remote:Command step"]);
    return recording.find("Command step");
  }

  it("sends the script, names the args, and says nothing on the screen", async () => {
    const step = await registered({});
    assert.deepEqual(step.inputs, {
      connection: { ...connection, dialErrorLimit: 15, perDialTimeout: 10 },
      create: `timeout -k 10 120 sh -c 'eval "$(head -c ${size})"' swarm-step ours ${cluster} '' one 'it'\\''s'`,
      stdin: make,
      logging: "none",
      addPreviousOutputInEnv: false,
    });
  });

  it("keeps the connection secret and the command's text in clear", async () => {
    assert.deepEqual((await registered({})).secrets, ["connection"]);
  });

  it("sends the inverse's script behind its own, and each command finds its part", async () => {
    const undo = { scope: "undo", script: script("unmake.sh"), args: ["two"], deadline: 300 } as const;
    const { inputs } = await registered({ undo });
    assert.equal(inputs.stdin, make + unmake);
    assert.equal(
      inputs.create,
      `timeout -k 10 120 sh -c 'eval "$(head -c ${size}; head -c ${undoSize} >/dev/null)"' swarm-step ours ${cluster} '' one 'it'\\''s'`,
    );
    assert.equal(
      inputs.delete,
      `timeout -k 10 300 sh -c 'eval "$(head -c ${size} >/dev/null; head -c ${undoSize})"' swarm-step undo ${cluster} '' two`,
    );
  });

  it("sends a script once that is its own inverse", async () => {
    const { inputs } = await registered({
      undo: { scope: "undo", script: script("make.sh"), args: ["two"] },
    });
    assert.equal(inputs.stdin, make);
    assert.equal(
      inputs.delete,
      `timeout -k 10 120 sh -c 'eval "$(head -c ${size})"' swarm-step undo ${cluster} '' two`,
    );
  });

  it("sends the payload last, as a secret", async () => {
    const undo = { scope: "undo", script: script("unmake.sh"), args: [] } as const;
    const payload = payloadOf([["token", "the token"]]);
    const reading = stepScript(payloadFunctions, script("make.sh"));
    const step = await registered({ undo, payload });
    assert.equal(step.inputs.stdin, `${reading}${unmake}token dGhlIHRva2Vu\nend\n`);
    assert.deepEqual([...step.secrets].sort(), ["connection", "stdin"]);
  });

  it("becomes root where the user is somebody else", async () => {
    const other = pulumi.secret({ ...connection, user: "admin" });
    const { inputs } = await registered({ machine: { ...plain.machine, connection: other } });
    assert.equal(
      inputs.create,
      `sudo -n timeout -k 10 120 sh -c 'eval "$(head -c ${size})"' swarm-step ours ${cluster} '' one 'it'\\''s'`,
    );
  });

  it("shows messages only where progress is asked for", async () => {
    assert.equal((await registered({ progress: true })).inputs.logging, "stderr");
  });

  it("has more patience with a machine that boots for the first time", async () => {
    const { inputs, timeouts } = await registered({ firstBoot: true });
    const known = inputs.connection as Record<string, unknown>;
    assert.deepEqual([known.dialErrorLimit, known.perDialTimeout], [45, 10]);
    assert.deepEqual(timeouts, { create: "1020s", update: "1020s" });
  });

  it("has the same patience on the way through a proxy", async () => {
    const { inputs } = await registered({
      machine: { ...plain.machine, connection: pulumi.secret({ ...connection, proxy: connection }) },
    });
    const patience = { dialErrorLimit: 15, perDialTimeout: 10 };
    assert.deepEqual(inputs.connection, {
      ...connection,
      ...patience,
      proxy: { ...connection, ...patience },
    });
  });

  it("is given up when its machine hangs: the step's deadline, and four minutes to connect", async () => {
    const undo = { scope: "undo", script: script("unmake.sh"), args: [], deadline: 300 } as const;
    assert.deepEqual((await registered({ undo })).timeouts, {
      create: "360s",
      update: "360s",
      delete: "540s",
    });
  });

  it("has triggers only where they are given", async () => {
    assert.equal("triggers" in (await registered({})).inputs, false);
    assert.deepEqual((await registered({ triggers: ["machine-1"] })).inputs.triggers, ["machine-1"]);
  });

  it("marks both streams as secret where the output is one", async () => {
    assert.deepEqual((await registered({})).additionalSecretOutputs, ["connection"]);
    const { additionalSecretOutputs } = await registered({ secretOutput: true });
    assert.deepEqual(additionalSecretOutputs, ["stdout", "stderr", "connection"]);
  });

  it("passes the caller's options on", async () => {
    const { recording } = await record(() => {
      const first = remoteStep("first", plain, {});
      return remoteStep("step", plain, { dependsOn: first, deletedWith: first });
    });
    const step = recording.find("Command step");
    assert.deepEqual([step.dependencies, step.deletedWith], [["Command first"], "Command first"]);
  });
});
