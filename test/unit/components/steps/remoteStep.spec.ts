import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { payloadOf } from "../../../../components/steps/payload.ts";
import { type RemoteStepArgs, remoteStep } from "../../../../components/steps/remoteStep.ts";
import { storedScript } from "../../../../components/steps/script.ts";
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
  const folder = new Folder().write({
    "make.sh": "# Remote step\nsay made\n",
    "unmake.sh": "# Remote step\nsay ünmade\n",
  });
  const script = (name: string) => pathToFileURL(folder.at(name));
  const [make, unmake] = ["make.sh", "unmake.sh"].map((name) => storedScript(script(name)).id);
  const run = "timeout -k 10 120 sh /var/lib/swarm-scripts/run swarm-step";
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

  it("runs the stored script and logs nothing", async () => {
    const step = await registered({});
    assert.deepEqual(step.inputs, {
      connection: { ...connection, dialErrorLimit: 15, perDialTimeout: 10 },
      create: `${run} ${make} ours ${cluster} '' one 'it'\\''s'`,
      logging: "none",
      addPreviousOutputInEnv: false,
    });
  });

  it("keeps the connection secret, but not the command text", async () => {
    assert.deepEqual((await registered({})).secrets, ["connection"]);
  });

  it("runs the stored undo script, unless the machine has no scripts", async () => {
    const undo = { scope: "undo", script: script("unmake.sh"), args: ["two"], deadline: 300 } as const;
    assert.equal(
      (await registered({ undo })).inputs.delete,
      `test ! -e /var/lib/swarm-scripts/run || timeout -k 10 300 sh /var/lib/swarm-scripts/run swarm-step ${unmake} undo ${cluster} '' two`,
    );
  });

  it("removes the scripts with the last undo", async () => {
    const undo = { scope: "undo", script: script("unmake.sh"), args: [], isLast: true } as const;
    assert.equal(
      (await registered({ undo })).inputs.delete,
      `test ! -e /var/lib/swarm-scripts/run || ${run} ${unmake} undo ${cluster} '' && rm -rf /var/lib/swarm-scripts`,
    );
  });

  it("sends only the payload, as a secret", async () => {
    const payload = payloadOf([["token", "the token"]]);
    const step = await registered({ payload });
    assert.equal(step.inputs.stdin, "token dGhlIHRva2Vu\nend\n");
    assert.deepEqual([...step.secrets].sort(), ["connection", "stdin"]);
  });

  it("can only log in", async () => {
    const { inputs } = await registered({ run: { login: "machine 1" } });
    assert.equal(inputs.create, "true 'machine 1'");
    assert.equal("stdin" in inputs, false);
  });

  it("becomes root if the user is not root", async () => {
    const other = pulumi.secret({ ...connection, user: "admin" });
    const { inputs } = await registered({ machine: { ...plain.machine, connection: other } });
    assert.equal(inputs.create, `sudo -n ${run} ${make} ours ${cluster} '' one 'it'\\''s'`);
  });

  it("logs messages only with progress", async () => {
    assert.equal((await registered({ progress: true })).inputs.logging, "stderr");
  });

  it("retries to connect for three and a half minutes", async () => {
    const { inputs } = await registered({});
    const known = inputs.connection as Record<string, unknown>;
    assert.deepEqual([known.dialErrorLimit, known.perDialTimeout], [15, 10]);
  });

  it("waits as long through a proxy", async () => {
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

  it("stops if its machine hangs: the step's deadline, and four minutes to connect", async () => {
    const undo = { scope: "undo", script: script("unmake.sh"), args: [], deadline: 300 } as const;
    assert.deepEqual((await registered({ undo })).timeouts, {
      create: "360s",
      update: "360s",
      delete: "540s",
    });
  });

  it("has triggers only if the caller sets some", async () => {
    assert.equal("triggers" in (await registered({})).inputs, false);
    assert.deepEqual((await registered({ triggers: ["machine-1"] })).inputs.triggers, ["machine-1"]);
  });

  it("marks both streams as secret if the output is secret", async () => {
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
