import assert from "node:assert/strict";
import { askOwner, cluster, type FakeHost } from "../../../../support/fakeHost.ts";
import {
  demote,
  docker,
  drain,
  failure,
  id,
  known,
  member,
  names,
  pause,
  remove,
  role,
  seed,
  self,
  services,
  status,
  tasks,
  version,
  volumes,
  wanted,
} from "../../../../support/memberSeed.ts";

describe("member.sh remove", () => {
  const removeWorker = (host: FakeHost, ...more: string[]) =>
    member(host, "remove", "worker-0", id, "worker", ...more);

  it("drains a worker, waits until it is idle, and removes it", async () => {
    using host = seed();
    assert.deepEqual(await removeWorker(host), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [version, self, known, pause, volumes, names, drain, status, wanted, wanted, tasks, remove],
    });
  });

  it("demotes an idle manager before it removes it", async () => {
    using host = seed({ role: "manager in raft\n" });
    const { code, calls } = await member(host, "remove", "manager-1", id, "manager");
    assert.equal(code, 0);
    assert.deepEqual(calls, [
      version,
      self,
      known,
      pause,
      volumes,
      names,
      drain,
      status,
      wanted,
      wanted,
      tasks,
      demote,
      role,
      remove,
    ]);
  });

  it("waits until a demoted manager has left raft", async () => {
    using host = seed({}, docker.replace("echo worker", "echo worker in raft"));
    const { code, stderr, calls } = await member(host, "remove", "manager-1", id, "manager");
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        "manager-1 is still a manager",
        "see that the other managers are up: npm run docker -- node ls",
      ),
    );
    assert.equal(calls.includes(remove), false);
  });

  it("passes the volumes on to another node before it drains, all to the same one", async () => {
    const engine = docker.replace(
      "  version) ;;",
      `  "node ls --format {{.ID}} {{.Status}} {{.Availability}}") printf '${id} Ready Pause\\nnode-8 Ready Active\\n' ;;
  "node inspect node-8 --format {{range "*) ;;
  "node inspect node-8 --format {{or "*) echo worker-1 ;;
  "node ps node-8 --filter desired-state=running --quiet") ;;
  version) ;;`,
    );
    using host = seed({ volumes: "disk\nswarm.volume.shop_data\nswarm.volume.shop_log\n" }, engine);
    const { code, stderr, calls } = await removeWorker(host);
    assert.equal(code, 0);
    assert.equal(stderr, "worker-0: worker-1 gets its volumes, which are empty there: shop_data shop_log\n");
    const hold =
      "docker node update --label-add swarm.volume.shop_data=true --label-add swarm.volume.shop_log=true node-8";
    assert.ok(calls.indexOf(hold) > 0 && calls.indexOf(hold) < calls.indexOf(drain), calls.join("\n"));
  });

  it("removes a dead node at once", async () => {
    using host = seed({ status: "down\n", wanted: "task\n", tasks: "Running 2 hours ago\n" });
    assert.deepEqual(await removeWorker(host), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [version, self, known, pause, volumes, names, drain, status, remove],
    });
  });

  it("removes a node even if its tasks do not stop in time", async () => {
    for (const [file, content] of [
      ["wanted", "task\n"],
      ["tasks", "Shutdown 1 second ago\nRunning 2 hours ago\n"],
    ] as const) {
      using host = seed({ [file]: content });
      const { code, stderr, calls } = await removeWorker(host);
      assert.equal(code, 0);
      assert.equal(stderr, "worker-0: tasks still stop after 90 s; it is removed all the same\n");
      assert.equal(calls.at(-1), remove);
      assert.equal(calls.filter((call) => call === wanted).length, file === "wanted" ? 8 : 5);
    }
  });

  it("waits until the node's tasks run elsewhere, and warns if they do not", async () => {
    using host = seed(
      { names: "shop_web.1\nshop_edge.node-7\n", elsewhere: "task shop_web.2 host-8 Running 2 hours ago\n" },
      docker
        .replace(
          'cat "$HOST/services"',
          'if [ -e "$HOST/drained" ]; then echo service shop_web replicated 1/2; else cat "$HOST/services"; fi',
        )
        .replace(
          '"node update "*) ;;',
          '*"availability drain"*) touch "$HOST/drained" ;; "node update "*) ;;',
        ),
    );
    const { code, stderr, calls } = await removeWorker(host);
    assert.equal(code, 0);
    assert.equal(
      stderr,
      "worker-0: not all of its tasks run elsewhere after 60 s; it is removed all the same\n",
    );
    const after = calls.slice(calls.indexOf(drain));
    assert.deepEqual(after, [drain, status, wanted, wanted, tasks, ...Array(4).fill(services), remove]);
  });

  it("does not treat a silent manager as an idle node", async () => {
    using host = seed(
      {},
      docker.replace('cat "$HOST/wanted"', "exit 1").replace('cat "$HOST/tasks"', "exit 1"),
    );
    const { stderr } = await removeWorker(host);
    assert.equal(stderr, "worker-0: tasks still stop after 90 s; it is removed all the same\n");
  });

  it("does nothing if the node is gone", async () => {
    using host = seed({}, docker.replace('[ -e "$HOST/node" ]', "false"));
    assert.deepEqual(await removeWorker(host), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [version, self, known],
    });
  });

  it("does not treat a swarm without a leader as a missing node", async () => {
    const leaderless = `[ "$1" = version ] || { echo "Error response from daemon: The swarm does not have a leader" >&2; exit 1; }`;
    using host = seed({}, leaderless);
    const { code, stderr } = await removeWorker(host);
    assert.notEqual(code, 0);
    assert.match(stderr, /The swarm does not have a leader/);
  });

  it("reports why it cannot remove a node", async () => {
    using host = seed({}, docker.replace('known; rm "$HOST/node"', 'echo "it is busy" >&2; exit 1'));
    const { code, stderr } = await removeWorker(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(`worker-0 cannot be removed: it is busy`, `remove it: npm run docker -- node rm --force ${id}`),
    );
  });

  it("leaves the seed's node to the seed itself", async () => {
    using host = seed({ self: `${id}\n` });
    const { code, calls } = await member(host, "remove", "manager-0", id, "manager");
    assert.deepEqual([code, calls], [0, [version, self]]);
  });

  it("does nothing on a manager that has left its swarm", async () => {
    using host = seed({ facts: "inactive||/var/lib/docker|\n" });
    host.owner = ["undo", cluster, ""];
    assert.deepEqual(await member(host, "remove", "manager-0", id, "manager"), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [askOwner],
    });
  });
});
