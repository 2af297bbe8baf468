import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../../../../components/steps/connection.ts";
import { type FirstStepArgs, firstStep } from "../../../../components/steps/firstStep.ts";
import { packed, unpacked } from "../../../../components/steps/packed.ts";
import { digestOf, stepScript } from "../../../../components/steps/script.ts";
import { cluster } from "../../../support/fakeHost.ts";
import { Folder } from "../../../support/folder.ts";
import { record } from "../../../support/recordedProgram.ts";
import { run } from "../../../support/run.ts";
import { scriptFile } from "../../../support/scripts.ts";

const connection: Connection = {
  ...{ host: "127.0.0.1", port: 22, user: "swarm" },
  ...{ privateKey: "the key\n", hostKey: "ssh-ed25519 AAAA" },
};
const script = scriptFile("machines/scripts/managerReady.sh");
const path = "../machines/scripts/managerReady.sh";

describe("firstStep", () => {
  async function registered(args: Partial<FirstStepArgs> = {}) {
    const { recording } = await record(() =>
      firstStep(
        "manager-0-ready",
        {
          machine: { connection: pulumi.secret(connection), cluster: { id: pulumi.output(cluster) } },
          run: { scope: "ours-or-none", script, args: ["machine-1"], deadline: 200 },
          ...args,
        },
        {},
      ),
    );
    assert.deepEqual(recording.tree(), ["command:local:Command manager-0-ready"]);
    return recording.find("Command manager-0-ready");
  }

  it("names the script, and runs again when it changes", async () => {
    const { inputs } = await registered();
    const digest = digestOf(stepScript(script));
    assert.equal(
      inputs.create,
      `node components/steps/runFirst.ts manager-0-ready 200 240 ${path} ours-or-none ${cluster} '' machine-1 # ${digest}`,
    );
    assert.equal(inputs.logging, "stderr");
    assert.ok(!("delete" in inputs) && !("triggers" in inputs));
  });

  it("sends only the connection, as a secret", async () => {
    const { inputs, secrets } = await registered();
    assert.deepEqual(secrets, ["stdin"]);
    assert.deepEqual(unpacked(String(inputs.stdin)), connection);
  });

  it("waits longer for a machine that boots for the first time", async () => {
    assert.deepEqual((await registered()).timeouts, { create: "440s", update: "440s" });
    const { inputs, timeouts } = await registered({ isBooting: true });
    assert.match(String(inputs.create), /^node components\/steps\/runFirst\.ts manager-0-ready 200 900 /);
    assert.deepEqual(timeouts, { create: "1100s", update: "1100s" });
  });
});

describe("runFirst", () => {
  const program = fileURLToPath(new URL("../../../../components/steps/runFirst.ts", import.meta.url));

  /** Runs the program with a fake `ssh` that answers as `ssh` says: `$n` counts the calls, `$command` is the last word. */
  async function ran(ssh: string, patience = 60) {
    using folder = new Folder();
    const count = 'n=$(($(cat "$0.n" 2>/dev/null || echo 0) + 1)); echo $n >"$0.n"';
    const words =
      'for command; do :; done; printf "%s\\n" "$command" >>"$0.commands"; printf "%s\\n" "$@" >>"$0.args"';
    folder.write(
      {
        "bin/ssh": `#!/bin/sh\ninput=$(cat)\n${count}\n${words}\nprintf '%s' "$input" >"$0.input"\n${ssh}\n`,
      },
      0o755,
    );
    const args = ["worker-0-boot", "300", String(patience), path, "any", cluster, "", "machine 1"];
    const result = await run(process.execPath, [program, ...args], {
      input: packed(connection),
      env: { ...process.env, PATH: `${folder.at("bin")}:${process.env.PATH}` },
    });
    const read = (name: string) => folder.read(`bin/ssh.${name}`);
    return {
      ...result,
      commands: read("commands").trim().split("\n"),
      input: read("input"),
      args: read("args"),
    };
  }

  it("sends the script with its arguments, and shows its messages", async () => {
    const text = stepScript(script);
    const { code, stderr, commands, input, args } = await ran(
      '[ "$command" = true ] || echo "waits for docker" >&2',
    );
    assert.deepEqual([code, stderr], [0, "waits for docker\n"]);
    assert.deepEqual(commands, [
      "true",
      `sudo -n timeout -k 10 300 sh -c 'eval "$(head -c ${Buffer.byteLength(text)})"' swarm-worker-0-boot any ${cluster} '' 'machine 1'`,
    ]);
    assert.equal(input, text.trimEnd());
    assert.doesNotMatch(args, /the key/);
  });

  it("fails as the script fails", async () => {
    const { code, stderr } = await ran(
      '[ "$command" = true ] || { echo "the first boot failed" >&2; exit 1; }',
    );
    assert.deepEqual([code, stderr], [1, "the first boot failed\n"]);
  });

  it("waits for the SSH server of a machine that boots, and shows no failed attempt", async () => {
    const starting = `[ $n -ge 3 ] || { echo 'ssh: connect to host 127.0.0.1 port 22: Connection refused' >&2; exit 255; }`;
    const { code, stderr, commands } = await ran(starting);
    assert.deepEqual([code, stderr, commands.length], [0, "", 4]);
  });

  it("gives up on a machine that does not answer in time", async () => {
    const refused = "echo 'ssh: connect to host 127.0.0.1 port 22: Connection refused' >&2; exit 255";
    const { code, stderr } = await ran(refused, 0);
    assert.deepEqual(
      [code, stderr],
      [
        1,
        "worker-0-boot: its machine does not answer over SSH (ssh: connect to host 127.0.0.1 port 22: Connection refused)\n  → see what the swarm knows of it: npm run status; restart its machine, or remove it, then run npm run up again\n",
      ],
    );
  });

  it("gives up on a machine that keeps another host key", async () => {
    const { code, stderr } = await ran("echo 'Host key verification failed.' >&2; exit 255", 0);
    assert.deepEqual(
      [code, stderr],
      [
        1,
        "worker-0-boot: its machine answers with another SSH host key than it was made with\n  → only the program gives a machine its key: find out why it has changed before anything else\n",
      ],
    );
  });

  it("fails if the connection is lost while the script runs", async () => {
    const { code, stderr } = await ran('[ "$command" = true ] || exit 255');
    assert.equal(code, 1);
    assert.match(stderr, /^worker-0-boot: it lost the connection to its machine\n {2}→ see what the swarm/);
  });
});
