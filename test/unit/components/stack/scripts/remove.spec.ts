import assert from "node:assert/strict";
import { askOwner, cluster, FakeHost } from "../../../../support/fakeHost.ts";

/** A swarm's objects by kind in files; a network goes at the second attempt. */
const docker = `case "$*" in
  version) ;;
  "info --format {{.Swarm.LocalNodeState}}|"*) cat "$HOST/facts" ;;
  "node inspect down"*) echo down ;;
  "node inspect "*) echo ready ;;
  *" ls --quiet --filter label=com.docker.stack.namespace=shop --filter label=swarm.cluster=${cluster}") cat "$HOST/$1" ;;
  "network rm "*) [ -e "$HOST/asked" ] || { : >"$HOST/asked"; echo "has active endpoints" >&2; exit 1; }; : >"$HOST/network" ;;
  "service inspect "*) cat "$HOST/inspected" ;;
  *" rm "*) : >"$HOST/$1" ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

const list = (kind: string) =>
  `docker ${kind} ls --quiet --filter label=com.docker.stack.namespace=shop --filter label=swarm.cluster=${cluster}`;
const askForTasks = `curl --silent --unix-socket /var/run/docker.sock --get http://docker/tasks --data-urlencode filters={"label":["com.docker.stack.namespace=shop","swarm.cluster=${cluster}"]}`;

function swarm(objects: Readonly<Record<string, string>>, tasks = "echo '[]'"): FakeHost {
  const host = new FakeHost({ docker, curl: tasks });
  for (const kind of ["service", "network", "config", "secret"]) host.write(kind, objects[kind] ?? "");
  return host.write("inspected", "");
}

const remove = (host: FakeHost) => host.run("stack/scripts/remove.sh", ["shop"]);

describe("remove.sh", () => {
  it("removes services, then networks once no task is left, then configs and secrets", async () => {
    using host = swarm({ service: "s1\ns2\n", network: "n1\n", config: "c1\n", secret: "x1\nx2\n" });
    assert.deepEqual(await remove(host), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [
        "docker version",
        ...[list("service"), "docker service inspect s1 s2"],
        ...[list("service"), "docker service rm s1 s2"],
        askForTasks,
        ...[list("network"), "docker network rm n1"],
        ...[list("network"), "docker network rm n1"],
        ...[list("config"), "docker config rm c1"],
        ...[list("secret"), "docker secret rm x1 x2"],
      ],
    });
  });

  it("does nothing if nothing is left", async () => {
    using host = swarm({});
    assert.deepEqual(await remove(host), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [
        "docker version",
        list("service"),
        list("service"),
        askForTasks,
        list("network"),
        list("config"),
        list("secret"),
      ],
    });
  });

  it("keeps networks, configs and secrets while tasks stop", async () => {
    using host = swarm({ service: "s1\n", network: "n1\n" }, `echo '[{"ID":"t1"}]'`);
    const { code, stderr, calls } = await remove(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      "this-host: stack shop: tasks still stop after 120 seconds\n  → see which: npm run docker -- stack ps shop\n",
    );
    assert.deepEqual(calls.slice(5), Array(4).fill(askForTasks));
  });

  it("adds the longest stop grace period to its wait, up to 13 minutes", async () => {
    const stopping = (...periods: number[]) => {
      const facts = periods.map((nanoseconds) => ({ Spec: { StopGracePeriod: nanoseconds } }));
      const host = swarm({ service: "s1\n" }, `echo '[{"ID":"t1"}]'`);
      return host.write("inspected", `${JSON.stringify(facts, undefined, 4)}\n`);
    };
    using slow = stopping(1_000_000, 240_000_000_000, 90_000_000_000);
    using endless = stopping(86_400_000_000_000);
    assert.match((await remove(slow)).stderr, /tasks still stop after 360 seconds/);
    assert.match((await remove(endless)).stderr, /tasks still stop after 900 seconds/);
  });

  it("does not wait for tasks on a node that is down", async () => {
    const left = (...nodes: string[]) =>
      swarm({}, `echo '${JSON.stringify(nodes.map((node) => ({ ID: "t1", NodeID: node })))}'`);
    using gone = left("down1", "down1");
    using half = left("down1", "up1");
    assert.deepEqual([(await remove(gone)).code, (await remove(half)).code], [0, 1]);
  });

  it("does nothing on a manager that has left its swarm", async () => {
    using host = swarm({ service: "s1\n" }).write("facts", "inactive||/var/lib/docker|\n");
    host.owner = ["undo", cluster, ""];
    assert.deepEqual(await remove(host), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [askOwner],
    });
  });

  it("does not treat a silent engine as a swarm without tasks", async () => {
    using host = swarm({}, "exit 7");
    assert.equal((await remove(host)).code, 1);
  });

  it("does not treat a silent engine as a swarm without configs", async () => {
    const silent = docker.replace('cat "$HOST/$1"', '[ "$1" != config ] || exit 1; cat "$HOST/$1"');
    using host = new FakeHost({ docker: silent, curl: "echo '[]'" });
    for (const kind of ["service", "network", "secret"]) host.write(kind, "");
    assert.equal((await remove(host)).code, 1);
  });
});
