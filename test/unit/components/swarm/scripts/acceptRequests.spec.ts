import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import type { PayloadRecord } from "../../../../../components/steps/payload.ts";
import { cluster, FakeHost } from "../../../../support/fakeHost.ts";
import { run } from "../../../../support/run.ts";

const key = "ssh-ed25519 AAAAC3Nz";
const own = "ssh-ed25519 AAAAown the stack's key\n";

function manager(keys = own): FakeHost {
  const host = new FakeHost({ getent: 'echo "swarm:x:1000:1000::$HOST/home:/bin/bash"' });
  return host
    .write("home/.ssh/authorized_keys", keys)
    .write("scripts/nodeRequest-1", 'printf "<%s>" "$@"\n')
    .write("program/none", "");
}

const accept = async (host: FakeHost, args: string[], keys: readonly PayloadRecord[] = []) => {
  const changes = {
    "/var/lib/swarm-scripts": host.path("scripts"),
    "/usr/local/sbin/swarm-node-request": host.path("program/request"),
    "/etc/swarm-pools": host.path("pools"),
  };
  const { code, stderr } = await host.run("swarm/scripts/acceptRequests.sh", args, keys, changes);
  return { code, stderr, keys: host.read("home/.ssh/authorized_keys") };
};
const add = (host: FakeHost, ...keys: readonly PayloadRecord[]) =>
  accept(host, ["add", "swarm", "machine-1", "nodeRequest-1"], keys.length > 0 ? keys : [["key", key]]);

/** The line for the key. */
const line = (host: FakeHost, publicKey = key, pool = "") =>
  `restrict,command="sudo -n timeout -k 10 1300 sh ${host.path("program/request")} ours ${cluster} \\"\\" \\"\${SSH_CONNECTION%% *}\\" \\"$SSH_ORIGINAL_COMMAND\\"${pool}" ${publicKey} swarm-node-requests\n`;

describe("acceptRequests.sh", () => {
  it("allows the key one command, beside the keys that are there", async () => {
    using host = manager();
    assert.deepEqual(await add(host), { code: 0, stderr: "", keys: own + line(host) });
    assert.equal(host.read("program/request"), 'printf "<%s>" "$@"\n');
    assert.equal(statSync(host.path("home/.ssh/authorized_keys")).mode & 0o777, 0o644);
  });

  it("replaces an earlier key, and changes nothing the second time", async () => {
    using host = manager();
    await add(host);
    const other = `${key}other`;
    assert.equal((await add(host, ["key", other])).keys, own + line(host, other));
    assert.equal((await add(host, ["key", other])).keys, own + line(host, other));
  });

  it("takes the key away", async () => {
    using host = manager();
    await add(host);
    assert.deepEqual(await accept(host, ["remove", "swarm"]), { code: 0, stderr: "", keys: own });
    assert.equal(existsSync(host.path("program/request")), false);
    assert.equal((await accept(host, ["remove", "swarm"])).code, 0);
  });

  it("tells the keys of pools that scale apart, and keeps the labels of their nodes", async () => {
    using host = manager();
    const web = ["key", `${key}web`, "web", "tier=web", "note=a b $(c)"] as const;
    const { keys } = await add(host, ["key", key], web, ["key", `${key}jobs`, "jobs"]);
    const lines = [line(host), line(host, `${key}web`, " web"), line(host, `${key}jobs`, " jobs")];
    assert.equal(keys, own + lines.join(""));
    assert.equal(host.read("pools/web"), "tier=web\nnote=a b $(c)\n");
    assert.equal(host.read("pools/jobs"), "");
    await add(host);
    assert.equal(existsSync(host.path("pools/web")), false);
  });

  it("passes the client's address and its words as they are, whatever they contain", async () => {
    using host = manager();
    const { keys } = await add(host);
    // OpenSSH takes the quotes off; the user's shell runs the rest.
    const command = /command="((?:\\"|[^"])*)"/.exec(keys.slice(own.length))?.[1]?.replaceAll('\\"', '"');
    const words = 'drain; $(reboot) "x" *';
    const env = { ...process.env, SSH_CONNECTION: "10.0.0.5 4711 10.0.0.4 22", SSH_ORIGINAL_COMMAND: words };
    const shown = await run("bash", ["-c", (command ?? "").replace("sudo -n ", "")], { env });
    assert.deepEqual(shown.stdout, `<ours><${cluster}><><10.0.0.5><${words}>`);
    const { stdout } = await run("bash", ["-c", (command ?? "").replace("sudo -n ", "")], {
      env: { ...env, SSH_ORIGINAL_COMMAND: undefined },
    });
    assert.equal(stdout, `<ours><${cluster}><><10.0.0.5><>`);
  });
});
