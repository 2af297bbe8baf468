import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { MachineCheck } from "../../../../components/preflight/machineCheck.ts";
import { scriptArchive } from "../../../../components/preflight/scriptArchive.ts";
import { packed } from "../../../../components/steps/packed.ts";
import { payloadOf } from "../../../../components/steps/payload.ts";
import { scriptFolder } from "../../../../components/steps/shell.ts";
import { Folder } from "../../../support/folder.ts";
import { run } from "../../../support/run.ts";

const program = fileURLToPath(new URL("../../../../components/preflight/machineCheck.ts", import.meta.url));
const connection = {
  ...{ host: "127.0.0.1", port: 22, user: "root" },
  ...{ privateKey: "the key\n", hostKey: "ssh-ed25519 AAAA" },
};
const task: MachineCheck = {
  connection,
  owner: ["ours-or-none", "c1", ""],
  ownChecks: [],
  needs: payloadOf([["engine", "shop", "20.10"]]),
};

/** Runs the program with a fake `ssh` whose attempts answer as `ssh` says; `$n` counts them. */
async function check(ssh: string, more: Partial<MachineCheck> = {}) {
  using folder = new Folder();
  const count = 'n=$(($(cat "$0.n" 2>/dev/null || echo 0) + 1)); echo $n >"$0.n"';
  folder.write(
    { "bin/ssh": `#!/bin/sh\ncat >"$0.input"\nprintf '%s\\n' "$@" >"$0.args"\n${count}\n${ssh}\n` },
    0o755,
  );
  const ran = await run(process.execPath, [program, "digest", "machine-1", "worker-0"], {
    input: packed({ ...task, ...more }),
    env: { ...process.env, PATH: `${folder.at("bin")}:${process.env.PATH}` },
  });
  const read = (name: string) => folder.read(`bin/ssh.${name}`);
  return { ...ran, attempts: Number(read("n")), input: read("input"), args: read("args") };
}

describe("machineCheck", () => {
  it("sends the check, the requirements and all scripts, and returns the check's output", async () => {
    const { code, stdout, stderr, input, args } = await check(
      "echo '26.1.5 linux x86_64'; echo 'worker-0: low' >&2",
    );
    assert.deepEqual([code, stdout, stderr], [0, "26.1.5 linux x86_64\n", "worker-0: low\n"]);
    assert.ok(input.endsWith(`${task.needs}${scriptArchive().text}`));
    const size = Buffer.byteLength(input) - Buffer.byteLength(`${task.needs}${scriptArchive().text}`);
    const command = args.trim().split("\n").at(-1);
    assert.equal(
      command,
      `timeout -k 10 150 sh -c 'eval "$(head -c ${size})"' swarm-worker-0-preflight ours-or-none c1 '' node machine-1 worker-0`,
    );
    assert.doesNotMatch(args, /the key/);
  });

  it("stores the scripts last, and only if the check passes", async () => {
    const { input } = await check(":");
    const script = input.slice(0, input.indexOf(task.needs));
    assert.ok(script.lastIndexOf("exit 1") < script.lastIndexOf(scriptFolder));
  });

  it("runs the target's own check first", async () => {
    using folder = new Folder().write({ "own.sh": "say own-check\n" });
    const { input } = await check(":", { ownChecks: [`file://${folder.at("own.sh")}`] });
    assert.ok(input.indexOf("say own-check") > 0);
    assert.ok(input.indexOf("say own-check") < input.indexOf("alone preflight"));
  });

  it("fails with the check's message", async () => {
    const { code, stdout, stderr, attempts } = await check("echo 'worker-0 lacks it' >&2; exit 1");
    assert.deepEqual([code, stdout, stderr, attempts], [1, "", "worker-0 lacks it\n", 1]);
  });

  it("waits for the SSH server of a machine that has just started", async () => {
    const starting = `[ $n -ge 3 ] || { echo 'ssh: connect to host 127.0.0.1 port 22: Connection refused' >&2; exit 255; }`;
    const { code, stdout, stderr, attempts } = await check(`${starting}; echo there`);
    assert.deepEqual([code, stdout, stderr, attempts], [0, "there\n", "", 3]);
  });

  it("refuses another host key at once", async () => {
    const { code, stderr, attempts } = await check("echo 'Host key verification failed.' >&2; exit 255");
    assert.deepEqual(
      [code, stderr, attempts],
      [
        1,
        "worker-0 answers with another SSH host key than it was made with\n  → only the program gives a machine its key: find out why it has changed before anything else\n",
        1,
      ],
    );
  });
});
