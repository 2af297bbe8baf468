import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { FakeHost } from "../../../../support/fakeHost.ts";

/** An engine with `$HOST/state`, in the swarm `$HOST/cluster`. */
const docker = `case "$*" in
  version) ;;
  "info --format {{.Swarm.LocalNodeState}}") cat "$HOST/state" ;;
  "info --format {{with .Swarm.Cluster}}{{.ID}}{{end}}") cat "$HOST/cluster" ;;
  "info --format {{.Swarm.NodeID}} {{.Swarm.Cluster.ID}}") echo "node-1 $(cat "$HOST/cluster")" ;;
  "network inspect ingress"*) cat "$HOST/ingress" 2>/dev/null ;;
  "service ls --quiet") cat "$HOST/services" ;;
  "network rm ingress") cat >"$HOST/answer"; rm "$HOST/ingress" ;;
  "network create "*) echo '{"encrypted":""}' >"$HOST/ingress" ;;
  "node ls --filter role=manager --format {{.ID}} {{.Self}}") printf 'node-0 false\\nnode-1 true\\nnode-2 false\\n' ;;
  "node ls "*) cat "$HOST/managers" ;;
  "swarm init --force-new-cluster --advertise-addr 10.0.0.10") echo id-of-the-swarm >"$HOST/cluster"; echo token ;;
  "node demote "* | "node rm --force "*) ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

/** The engine's socket. */
const curl = `cat >"$HOST/asked"; echo id-of-the-swarm >"$HOST/cluster"; echo '"node-1"'`;

const version = "docker version";
const state = "docker info --format {{.Swarm.LocalNodeState}}";
const cluster = "docker info --format {{with .Swarm.Cluster}}{{.ID}}{{end}}";
const ingress = "docker network inspect ingress";
const options = "docker network inspect ingress --format {{json .Options}}";
const reachable = "docker node ls --filter role=manager --format {{.ManagerStatus}}";
const ids = "docker info --format {{.Swarm.NodeID}} {{.Swarm.Cluster.ID}}";
const init =
  "curl --silent --show-error --unix-socket /var/run/docker.sock --header Content-Type: application/json --data-binary @- http://docker/swarm/init";

function manager(swarmState: string, clusterId = ""): FakeHost {
  return new FakeHost({ docker, curl })
    .write("state", `${swarmState}\n`)
    .write("cluster", clusterId)
    .write("ingress", '{"com.docker.network.driver.overlay.vxlanid_list":"4096"}\n')
    .write("services", "")
    .write("managers", "Leader\nReachable\n");
}

const run = (
  host: FakeHost,
  changes: Readonly<Record<string, string>>,
  others: string[],
  encryption = "plain",
  purpose = "seed",
) =>
  host.run(
    "swarm/scripts/bootstrap.sh",
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
      stdout: "node-1 id-of-the-swarm\n",
      stderr: "",
      calls: [version, state, init, cluster, ingress, options, reachable, ids],
    });
    assert.deepEqual(JSON.parse(host.read("asked")), {
      ListenAddr: "0.0.0.0:2377",
      AdvertiseAddr: "10.0.0.10",
      DefaultAddrPool: ["10.128.0.0/16"],
      SubnetSize: 24,
      Spec: { Labels: { "swarm.cluster": "shop/prod" } },
    });
  });

  it("tells what the engine says where it makes none", async () => {
    using host = new FakeHost({ docker, curl: `echo '{"message":"the address is in use"}'` })
      .write("state", "inactive\n")
      .write("cluster", "");
    const { code, stderr } = await bootstrap(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        'the engine cannot make a swarm: {"message":"the address is in use"}',
        "try it by hand: docker swarm init --advertise-addr 10.0.0.10",
      ),
    );
  });

  it("makes one where no other manager answers", async () => {
    using host = manager("inactive");
    const { code, calls } = await besideManager(host, "127.0.0.3", "127.0.0.4");
    assert.equal(code, 0);
    assert.deepEqual(calls, [version, state, init, cluster, ingress, options, reachable, ids]);
  });

  it("goes on beside a manager that does not come back, and says so", async () => {
    using host = manager("active", "id-of-the-old-swarm\n").write("managers", "Leader\nUnreachable\n");
    const { code, stdout, stderr } = await bootstrap(host);
    assert.deepEqual(
      [code, stdout, stderr],
      [0, "node-1 id-of-the-old-swarm\n", "not all managers are reachable\n"],
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
      calls: [version, state],
    });
  });

  it("adopts the swarm that the machine is in, whoever else answers", async () => {
    using host = manager("active", "id-of-the-old-swarm\n");
    assert.deepEqual(await besideManager(host, "127.0.0.1"), {
      code: 0,
      stdout: "node-1 id-of-the-old-swarm\n",
      stderr: "",
      calls: [version, state, cluster, ingress, options, reachable, ids],
    });
  });

  it("says so where the swarm is locked", async () => {
    using host = manager("locked");
    const { code, stderr, calls } = await bootstrap(host);
    assert.equal(code, 1);
    assert.equal(stderr, failure("the swarm on this manager is locked", "unlock it: docker swarm unlock"));
    assert.deepEqual(calls, [version, state]);
  });

  it("says so where the swarm has no leader", async () => {
    using host = manager("active");
    const { code, stdout, stderr, calls } = await bootstrap(host);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.equal(
      stderr,
      failure(
        "the swarm on this manager has no leader",
        "start the other managers, then run pulumi up again",
      ),
    );
    assert.deepEqual(calls, [version, state, ...Array(4).fill(cluster)]);
  });

  it("makes the swarm anew from the manager that is named for it, without the others", async () => {
    using host = manager("active");
    const { code, stdout, stderr, calls } = await run(host, {}, [], "plain", "recover");
    assert.deepEqual([code, stdout], [0, "node-1 id-of-the-swarm\n"]);
    assert.equal(stderr, "this-host: no leader for a minute; the swarm is made anew from this manager\n");
    assert.deepEqual(calls, [
      ...[version, state, ...Array(4).fill(cluster)],
      "docker swarm init --force-new-cluster --advertise-addr 10.0.0.10",
      cluster,
      "docker node ls --filter role=manager --format {{.ID}} {{.Self}}",
      ...["docker node demote node-0", "docker node rm --force node-0"],
      ...["docker node demote node-2", "docker node rm --force node-2"],
      ...[ingress, options, reachable, ids],
    ]);
  });

  it("makes nothing anew where there is a leader, also on the manager that is named for it", async () => {
    using host = manager("active", "id-of-the-swarm\n");
    const { code, calls } = await run(host, {}, [], "plain", "recover");
    assert.equal(code, 0);
    assert.deepEqual(calls, [version, state, cluster, ingress, options, reachable, ids]);
  });

  it("makes the network for published ports anew where traffic is to be encrypted", async () => {
    using host = manager("inactive");
    const { code, calls } = await run(host, {}, [], "encrypted");
    const made = "docker network create --driver overlay --ingress --opt encrypted ingress";
    assert.deepEqual(
      [code, calls.slice(5, -2)],
      [0, [ingress, options, "docker service ls --quiet", "docker network rm ingress", ingress, made]],
    );
    assert.equal(host.read("answer"), "y\n");
  });

  it("changes no network that services use", async () => {
    using host = manager("active", "id-of-the-old-swarm\n").write("services", "one\n");
    const { code, stderr, calls } = await run(host, {}, [], "encrypted");
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        "this swarm's networks are plain, not encrypted, and services use them",
        "set swarm:encrypt back, or make the swarm anew: npm run destroy, then npm run up",
      ),
    );
    assert.deepEqual(calls.slice(3), [ingress, ingress, options, "docker service ls --quiet", options]);
  });

  it("is done by one run at a time", async () => {
    const slow = `/bin/sleep 0.3; echo active >"$HOST/state"; ${curl}`;
    using host = new FakeHost({ docker, curl: slow }).write("state", "inactive\n").write("cluster", "");
    const [one, other] = await Promise.all([bootstrap(host), bootstrap(host)]);
    assert.deepEqual([one.stdout, other.stdout], Array(2).fill("node-1 id-of-the-swarm\n"));
    const calls = [...one.calls, ...other.calls];
    assert.equal(calls.filter((call) => call === init).length, 1);
  });
});
