import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import type { PayloadRecord } from "../../../../../components/steps/payload.ts";
import { cluster, FakeHost } from "../../../../support/fakeHost.ts";
import { run } from "../../../../support/run.ts";
import { SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";
import type { NodeFacts } from "../../../../support/swarmHost/swarmState.ts";

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
/** A key for the machines of a pool, and the labels of its nodes. */
const addPool = (host: FakeHost, pool: string, ...labels: string[]) =>
  accept(
    host,
    ["add", "swarm", "machine-1", "nodeRequest-1", pool],
    [["key", `${key}${pool}`], ...labels.map((label) => ["label", label] as const)],
  );
/** A manager with these nodes in its swarm. */
function swarmManager(nodes: Readonly<Record<string, NodeFacts>>): SwarmHost {
  const host = new SwarmHost({ nodes });
  host.replace("getent", 'echo "swarm:x:1000:1000::$HOST/home:/bin/bash"');
  host.write("home/.ssh/authorized_keys", own);
  return host;
}
const removed = async (host: SwarmHost) => {
  const replaced = {
    "/usr/local/sbin/swarm-node-request": host.path("program/request"),
    "/etc/swarm-pools": host.path("pools"),
  };
  const args = ["remove", "swarm", "web"];
  const { code, stderr, changes } = await host.step(
    "swarm/scripts/acceptRequests.sh",
    args,
    undefined,
    replaced,
  );
  return { code, stderr, changes };
};

/** The line for the key. */
const line = (host: FakeHost, publicKey = key, pool?: string) =>
  `restrict,command="sudo -n timeout -k 10 1300 sh ${host.path("program/request")} ours ${cluster} \\"\\" \\"\${SSH_CONNECTION%% *}\\" \\"$SSH_ORIGINAL_COMMAND\\"${pool ? ` ${pool}` : ""}" ${publicKey} swarm-node-requests${pool ? `-${pool}` : ""}\n`;

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

  it("distinguishes the keys of pools that scale, and keeps the labels of their nodes", async () => {
    using host = manager();
    await add(host);
    await addPool(host, "web", "tier=web", "note=a b $(c)");
    const { keys } = await addPool(host, "jobs");
    const lines = [line(host), line(host, `${key}web`, "web"), line(host, `${key}jobs`, "jobs")];
    assert.equal(keys, own + lines.join(""));
    assert.equal(host.read("pools/web"), "tier=web\nnote=a b $(c)\n");
    assert.equal(host.read("pools/jobs"), "");
    // Each key has a step of its own.
    await add(host);
    assert.equal((await addPool(host, "web", "tier=new")).keys.split("\n").length, keys.split("\n").length);
    assert.equal(host.read("pools/web"), "tier=new\n");
  });

  it("takes the key of a pool away, and keeps the others", async () => {
    using host = manager();
    host.replace("docker", "");
    await add(host);
    await addPool(host, "web", "tier=web");
    await addPool(host, "jobs");
    const { code, stderr, keys } = await accept(host, ["remove", "swarm", "web"]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.equal(keys, own + line(host) + line(host, `${key}jobs`, "jobs"));
    assert.equal(existsSync(host.path("pools/web")), false);
    await accept(host, ["remove", "swarm"]);
    assert.equal(existsSync(host.path("program/request")), true);
    assert.equal((await accept(host, ["remove", "swarm", "jobs"])).keys, own);
    assert.deepEqual(
      [existsSync(host.path("program/request")), existsSync(host.path("pools"))],
      [false, false],
    );
  });

  describe("when a pool is removed", () => {
    const node = (pool: string, status: "ready" | "down", ownCluster = cluster): NodeFacts => ({
      ...{ status, labels: { "swarm.cluster": ownCluster, "swarm.pool": pool } },
    });

    it("removes the nodes whose machines have ended, once they are Down, and no others", async () => {
      using host = swarmManager({
        ...{ w1: node("web", "down"), w2: node("web", "ready"), w3: node("jobs", "down") },
        w4: node("web", "down", "another"),
      });
      host.before("node ls", () => Object.assign(host.swarm.node("w2"), { status: "down" }), { after: 3 });
      const { code, stderr } = await removed(host);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.deepEqual(
        host.swarm.nodes.map(({ id }) => id),
        ["manager-0", "w3", "w4"],
      );
    });

    it("keeps a node that still answers, and says so", async () => {
      using host = swarmManager({ w1: node("web", "ready") });
      assert.deepEqual(await removed(host), {
        code: 0,
        stderr:
          "the swarm still has nodes of the pool web: see docker node ls, then docker node rm --force\n",
        changes: [],
      });
    });
  });

  it("passes on the client's address and arguments unchanged, whatever they contain", async () => {
    using host = manager();
    const { keys } = await add(host);
    // OpenSSH takes the quotes off; the user's shell runs the rest.
    const command = /command="((?:\\"|[^"])*)"/.exec(keys.slice(own.length))?.[1]?.replaceAll('\\"', '"');
    const request = 'drain; $(reboot) "x" *';
    const env = {
      ...process.env,
      SSH_CONNECTION: "10.0.0.5 4711 10.0.0.4 22",
      SSH_ORIGINAL_COMMAND: request,
    };
    const shown = await run("bash", ["-c", (command ?? "").replace("sudo -n ", "")], { env });
    assert.deepEqual(shown.stdout, `<ours><${cluster}><><10.0.0.5><${request}>`);
    const { stdout } = await run("bash", ["-c", (command ?? "").replace("sudo -n ", "")], {
      env: { ...env, SSH_ORIGINAL_COMMAND: undefined },
    });
    assert.equal(stdout, `<ours><${cluster}><><10.0.0.5><>`);
  });
});
