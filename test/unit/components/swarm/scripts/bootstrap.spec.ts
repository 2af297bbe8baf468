import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { askOwner, cluster, FakeHost, handedBack } from "../../../../support/fakeHost.ts";

const labelOfCluster = '{{index .Swarm.Cluster.Spec.Labels "swarm.cluster"}}';

/** An engine with `$HOST/state`, in the swarm `$HOST/swarm` with the label `$HOST/label`. */
const docker = `case "$*" in
  version) ;;
  "info --format {{.Swarm.LocalNodeState}}") cat "$HOST/state" ;;
  "info --format {{.Swarm.LocalNodeState}}|"*) echo "$(cat "$HOST/state")|$(cat "$HOST/swarm")|$HOST/docker|$(cat "$HOST/label")|swarm/test" ;;
  "info --format {{with .Swarm.Cluster}}{{.ID}}{{end}}") cat "$HOST/swarm" ;;
  "info --format {{.Swarm.NodeID}}") echo node-1 ;;
  "info --format {{.Swarm.NodeAddr}}") cat "$HOST/address" ;;
  "info --format {{.Swarm.Cluster.Spec.EncryptionConfig.AutoLockManagers}}") cat "$HOST/autolock" ;;
  "info --format {{json .Swarm.Cluster.Spec}}") cat "$HOST/spec" ;;
  "info --format {{.Swarm.Cluster.Version.Index}}") echo 42 ;;
  "info --format {{index .Swarm.Cluster.Spec.Labels "*) cat "$HOST/label" ;;
  "network inspect ingress"*) cat "$HOST/ingress" 2>/dev/null ;;
  "service ls --quiet") cat "$HOST/services" ;;
  "network rm ingress") cat >"$HOST/answer"; rm "$HOST/ingress" ;;
  "network create "*) echo '{"encrypted":""}' >"$HOST/ingress" ;;
  "node ls --filter role=manager --format {{.ID}} {{.Self}}") printf 'node-0 false\\nnode-1 true\\nnode-2 false\\n' ;;
  "node ls --filter role=manager --quiet") cat "$HOST/manager-ids" ;;
  "node ls "*) cat "$HOST/managers" ;;
  "swarm init --force-new-cluster --advertise-addr 10.0.0.10") echo id-of-the-swarm >"$HOST/swarm"; echo token ;;
  "swarm update --autolock=false") ;;
  "node demote "* | "node rm --force "*) ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

/** The engine's socket: it makes a swarm, or gives it another label, as it is asked to. */
const curl = `cat >"$HOST/asked"
sed 's/.*"swarm.cluster":"\\([^"]*\\)".*/\\1/' "$HOST/asked" >"$HOST/label"
case "$*" in */init) echo active >"$HOST/state"; echo id-of-the-swarm >"$HOST/swarm"; echo '"node-1"' ;; esac`;

const version = "docker version";
const state = "docker info --format {{.Swarm.LocalNodeState}}";
const swarm = "docker info --format {{with .Swarm.Cluster}}{{.ID}}{{end}}";
const address = "docker info --format {{.Swarm.NodeAddr}}";
const autolock = "docker info --format {{.Swarm.Cluster.Spec.EncryptionConfig.AutoLockManagers}}";
const ingress = "docker network inspect ingress";
const options = "docker network inspect ingress --format {{json .Options}}";
const reachable = "docker node ls --filter role=manager --format {{.ManagerStatus}}";
const node = "docker info --format {{.Swarm.NodeID}}";
/** The guard in front of the script, and the script's first look. */
const before = [askOwner, version, state];
/** What it looks at in a swarm with a leader. */
const after = [askOwner, address, autolock, ingress, options, reachable, askOwner, node];
const socket = (path: string) =>
  `curl --silent --show-error --unix-socket /var/run/docker.sock --header Content-Type: application/json --data-binary @- http://docker/swarm/${path}`;
const init = socket("init");

/** A machine in a state, and in a swarm; of this cluster, unless it is in another one's. */
function manager(swarmState: string, swarmId = "", label = swarmId && cluster): FakeHost {
  const host = new FakeHost({ docker, curl })
    .write("state", `${swarmState}\n`)
    .write("swarm", swarmId && `${swarmId}\n`)
    .write("label", `${label}\n`)
    .write("address", "10.0.0.10\n")
    .write("autolock", "false\n")
    .write("ingress", '{"com.docker.network.driver.overlay.vxlanid_list":"4096"}\n')
    .write("services", "")
    .write("managers", "Leader\nReachable\n")
    .write("manager-ids", "node-1\n");
  host.owner = ["ours-or-none", cluster, ""];
  return host;
}

/** One that is a manager of this cluster and knows no leader. */
function leaderless(): FakeHost {
  return manager("active").inSwarm("id-of-the-swarm", cluster);
}

const run = (
  host: FakeHost,
  changes: Readonly<Record<string, string>>,
  others: string[],
  encryption = "plain",
  purpose = "seed",
) =>
  host.run(
    ["ports", "engine", "bootstrap"].map((name) => `swarm/scripts/${name}.sh`),
    ["machine-1", "10.0.0.10", "shop/prod", "10.128.0.0/16", encryption, purpose, ...others],
    undefined,
    changes,
  );

const bootstrap = (host: FakeHost) => run(host, {}, []);

const failure = (problem: string, remedy: string) => `this-host: ${problem}\n  → ${remedy}\n`;

/** Runs the script beside a manager at 127.0.0.1; nothing is at 127.0.0.3 and 127.0.0.4. */
async function besideManager(host: FakeHost, ...others: string[]) {
  const listener = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => listener.listen({ host: "127.0.0.1", port: 0 }, resolve));
  try {
    const { port } = listener.address() as AddressInfo;
    // A computer may have a swarm of its own on the real port.
    return await run(host, { "/2377": `/${port}` }, others);
  } finally {
    await new Promise((resolve) => listener.close(resolve));
  }
}

describe("bootstrap.sh", () => {
  it("makes a swarm on a machine that is in none, and prints node and swarm", async () => {
    using host = manager("inactive");
    assert.deepEqual(await bootstrap(host), {
      code: 0,
      stdout: handedBack("node-1 id-of-the-swarm"),
      stderr: "",
      calls: [...before, init, swarm, ...after],
    });
    assert.deepEqual(JSON.parse(host.read("asked")), {
      ListenAddr: "0.0.0.0:2377",
      AdvertiseAddr: "10.0.0.10",
      DefaultAddrPool: ["10.128.0.0/16"],
      SubnetSize: 24,
      Spec: { Labels: { "swarm.cluster": cluster, "swarm.stack": "shop/prod" } },
    });
  });

  it("tells what the engine says where it makes none", async () => {
    using host = manager("inactive");
    host.replace("curl", `echo '{"message":"listen tcp 0.0.0.0:2377: bind: address already in use"}'`);
    const { code, stderr } = await bootstrap(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        "the engine cannot make a swarm: listen tcp 0.0.0.0:2377: bind: address already in use",
        "another program has port 2377 on this machine: ss -lntup 'sport = :2377' names it; stop it",
      ),
    );
  });

  it("makes one where no other manager answers", async () => {
    using host = manager("inactive");
    const { code, calls } = await besideManager(host, "127.0.0.3", "127.0.0.4");
    assert.equal(code, 0);
    assert.deepEqual(calls, [...before, init, swarm, ...after]);
  });

  it("goes on beside a manager that does not come back, and says so", async () => {
    using host = manager("active", "id-of-the-old-swarm").write("managers", "Leader\nUnreachable\n");
    const { code, stdout, stderr } = await bootstrap(host);
    assert.deepEqual(
      [code, stdout, stderr],
      [0, handedBack("node-1 id-of-the-old-swarm"), "not all managers are reachable\n"],
    );
  });

  it("refuses to make a second one while another manager answers", async () => {
    using host = manager("inactive");
    assert.deepEqual(await besideManager(host, "127.0.0.3", "127.0.0.1"), {
      code: 1,
      stdout: "",
      stderr: failure(
        "this machine is in no swarm, but the manager at 127.0.0.1 is in one",
        "set swarm:seed to the manager at 127.0.0.1: a second swarm would split the cluster",
      ),
      calls: before,
    });
  });

  it("goes on with the cluster's swarm that the machine is in, whoever else answers", async () => {
    using host = manager("active", "id-of-the-old-swarm");
    assert.deepEqual(await besideManager(host, "127.0.0.1"), {
      code: 0,
      stdout: handedBack("node-1 id-of-the-old-swarm"),
      stderr: "",
      calls: [...before, swarm, ...after],
    });
  });

  it("says so where the swarm is locked", async () => {
    using host = manager("locked").inSwarm("id-of-the-swarm", cluster);
    const { code, stderr, calls } = await bootstrap(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        "the swarm on this manager is locked",
        "unlock it there: docker swarm unlock, then run npm run up again",
      ),
    );
    assert.deepEqual(calls, before);
  });

  it("says so where the swarm has no leader", async () => {
    using host = leaderless();
    const { code, stdout, stderr, calls } = await bootstrap(host);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.equal(
      stderr,
      failure(
        "the swarm on this manager has no leader",
        "start the other managers, then run pulumi up again",
      ),
    );
    assert.deepEqual(calls, [...before, ...Array(4).fill(swarm)]);
  });

  it("rebuilds the swarm from the manager that is named for it, without the others", async () => {
    using host = leaderless().write("label", `${cluster}\n`);
    const { code, stdout, stderr, calls } = await run(host, {}, [], "plain", "recover");
    assert.deepEqual([code, stdout], [0, handedBack("node-1 id-of-the-swarm")]);
    assert.equal(stderr, "this-host: no leader for a minute; the swarm is rebuilt from this manager\n");
    assert.deepEqual(calls, [
      ...[...before, ...Array(4).fill(swarm)],
      "docker swarm init --force-new-cluster --advertise-addr 10.0.0.10",
      swarm,
      "docker node ls --filter role=manager --format {{.ID}} {{.Self}}",
      ...["docker node demote node-0", "docker node rm --force node-0"],
      ...["docker node demote node-2", "docker node rm --force node-2"],
      ...after,
    ]);
  });

  it("rebuilds nothing where there is a leader, also on the manager that is named for it", async () => {
    using host = manager("active", "id-of-the-swarm");
    const { code, calls } = await run(host, {}, [], "plain", "recover");
    assert.equal(code, 0);
    assert.deepEqual(calls, [...before, swarm, ...after]);
  });

  it("makes the network for published ports anew where traffic is to be encrypted", async () => {
    using host = manager("inactive");
    const { code, calls } = await run(host, {}, [], "encrypted");
    const made = "docker network create --driver overlay --ingress --opt encrypted ingress";
    assert.deepEqual(
      [code, calls.slice(before.length + 6, -3)],
      [0, [ingress, options, "docker service ls --quiet", "docker network rm ingress", ingress, made]],
    );
    assert.equal(host.read("answer"), "y\n");
  });

  it("changes no network that services use", async () => {
    using host = manager("active", "id-of-the-old-swarm").write("services", "one\n");
    const { code, stderr, calls } = await run(host, {}, [], "encrypted");
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        "this swarm's networks are plain, not encrypted, and services use them",
        "set swarm:encrypt back, or make the swarm anew: npm run destroy, then npm run up",
      ),
    );
    assert.deepEqual(calls.slice(before.length + 4), [
      ingress,
      ingress,
      options,
      "docker service ls --quiet",
      options,
    ]);
  });

  it("is done by one run at a time", async () => {
    using host = manager("inactive");
    host.replace("curl", `/bin/sleep 0.3; ${curl}`);
    const [one, other] = await Promise.all([bootstrap(host), bootstrap(host)]);
    assert.deepEqual([one.stdout, other.stdout], Array(2).fill(handedBack("node-1 id-of-the-swarm")));
    const calls = [...one.calls, ...other.calls];
    assert.equal(calls.filter((call) => call === init).length, 1);
  });

  it("notes whose swarm the machine is in", async () => {
    using host = manager("inactive");
    await bootstrap(host);
    assert.equal(host.read("docker/swarm-cluster"), `${cluster} id-of-the-swarm\n`);
  });

  for (const [port, hex] of [
    [2377, "0949"],
    [7946, "1F0A"],
  ] as const)
    it(`makes no swarm while something has port ${port}`, async () => {
      using host = manager("inactive").write(
        "tcp",
        `   0: 00000000:${hex} 00000000:0000 0A 00000000:00000000\n`,
      );
      const { code, stderr, calls } = await bootstrap(host);
      assert.equal(code, 1);
      assert.equal(
        stderr,
        failure(
          `port ${port} of this machine is in use, though it is in no swarm`,
          "restart Docker there: systemctl restart docker; if another program has the port, stop that; then run npm run up again",
        ),
      );
      assert.deepEqual(calls, before);
    });

  it("lets managers lock no more: one that restarts comes back by itself", async () => {
    using host = manager("active", "id-of-the-swarm").write("autolock", "true\n");
    const { code, calls } = await bootstrap(host);
    assert.equal(code, 0);
    assert.equal(calls[calls.indexOf(autolock) + 1], "docker swarm update --autolock=false");
  });

  describe("at another address", () => {
    const moved = (ids: string) =>
      manager("active", "id-of-the-swarm").write("address", "10.0.0.9\n").write("manager-ids", ids);
    const refused = failure(
      "this manager has the address 10.0.0.9 in the swarm, but 10.0.0.10 in the settings",
      "set it back to 10.0.0.9. If that is gone for good: with other managers, let one of them be swarm:seed, take this one out of the settings, run npm run up, and add it again; a manager alone is rebuilt at its new address, with its services and secrets, where swarm:recover names it",
    );
    const count = "docker node ls --filter role=manager --quiet";

    it("changes nothing, and says what to do", async () => {
      using host = moved("node-1\n");
      const { code, stderr, calls } = await bootstrap(host);
      assert.deepEqual([code, stderr], [1, refused]);
      assert.deepEqual(calls, [...before, swarm, askOwner, address]);
    });

    it("changes nothing with other managers, also on the manager that is named for it", async () => {
      using host = moved("node-1\nnode-2\nnode-3\n");
      const { code, stderr, calls } = await run(host, {}, [], "plain", "recover");
      assert.deepEqual([code, stderr], [1, refused]);
      assert.deepEqual(calls, [...before, swarm, askOwner, address, count]);
    });

    it("rebuilds the swarm of the only manager where it is named for it", async () => {
      using host = moved("node-1\n");
      const { code, stderr, calls } = await run(host, {}, [], "plain", "recover");
      assert.deepEqual(
        [code, stderr],
        [0, "this-host: its address was 10.0.0.9 and is 10.0.0.10; the swarm is rebuilt from this manager\n"],
      );
      assert.deepEqual(calls.slice(before.length + 3, before.length + 5), [
        count,
        "docker swarm init --force-new-cluster --advertise-addr 10.0.0.10",
      ]);
    });
  });

  describe("takes over the swarm that the settings name", () => {
    const other = "0123456789abcdef0123";
    const orchestration = { Orchestration: { TaskHistoryRetentionLimit: 5 } };
    const wanted = { "swarm.cluster": cluster, "swarm.stack": "shop/prod" };
    const adopting = (spec: object, label: string) => {
      const host = manager("active", "swarm-of-others", label).write("spec", `${JSON.stringify(spec)}\n`);
      host.owner = ["ours-or-none", cluster, "swarm-of-others"];
      return host;
    };
    const update = socket("update?version=42");

    for (const [what, labels, label, left] of [
      ["no labels", {}, "", {}],
      ["labels of its own", { team: "shop", tier: "one" }, "", { team: "shop", tier: "one" }],
      ["none at all", null, "", {}],
      [
        "the labels of another cluster",
        { "swarm.cluster": other, "swarm.stack": "swarm/old", team: "shop" },
        other,
        { team: "shop" },
      ],
      [
        "the labels of another cluster behind its own",
        { a: "b", "swarm.cluster": other, "swarm.stack": "swarm/old" },
        other,
        { a: "b" },
      ],
    ] as const)
      it(`and labels it as this cluster's where it has ${what}`, async () => {
        using host = adopting({ Name: "default", Labels: labels, ...orchestration }, label);
        const { code, stdout, stderr, calls } = await bootstrap(host);
        const whose = label
          ? `the swarm swarm-of-others of cluster ${other} (stack swarm/test)`
          : "the swarm swarm-of-others, which this program did not make";
        assert.deepEqual(
          [code, stdout, stderr],
          [0, handedBack("node-1 swarm-of-others"), `this-host: takes over ${whose}\n`],
        );
        assert.deepEqual(JSON.parse(host.read("asked")), {
          Name: "default",
          Labels: { ...wanted, ...left },
          ...orchestration,
        });
        assert.deepEqual(
          calls.filter(
            (call) => !call.startsWith("docker info --format {{json") && !call.includes("Index}}"),
          ),
          [...before, swarm, askOwner, update, `docker info --format ${labelOfCluster}`, ...after.slice(1)],
        );
        assert.equal(host.read("docker/swarm-cluster"), `${cluster} swarm-of-others\n`);
      });

    it("and fails where the engine does not take the labels", async () => {
      using host = adopting({ Name: "default", Labels: {} }, "");
      host.replace("curl", `echo '{"message":"update out of sequence"}'`);
      const { code, stderr } = await bootstrap(host);
      assert.equal(code, 1);
      assert.equal(
        stderr,
        `this-host: takes over the swarm swarm-of-others, which this program did not make\n${failure(
          "the swarm swarm-of-others cannot be taken over: its label swarm.cluster stays ",
          "run npm run up again",
        )}`,
      );
    });

    it("and no other one: the label of a swarm counts more than what its manager noted", async () => {
      // Another cluster took the swarm over while this manager knew no leader; the leader comes back in between.
      const back = docker.replace(
        `"info --format {{with .Swarm.Cluster}}{{.ID}}{{end}}") cat`,
        `"info --format {{with .Swarm.Cluster}}{{.ID}}{{end}}") echo id-of-the-swarm >"$HOST/swarm"; cat`,
      );
      using host = leaderless().write("label", `${other}\n`);
      host.replace("docker", back);
      const { code, stderr, calls } = await bootstrap(host);
      assert.equal(code, 1);
      assert.equal(
        stderr,
        failure(
          `this machine is in the swarm id-of-the-swarm of cluster ${other} (stack swarm/test)`,
          "nothing was changed here. Leave this machine out of the settings, or take it out of that swarm where that swarm is managed",
        ),
      );
      assert.deepEqual(calls, [...before, swarm, askOwner]);
    });
  });
});
