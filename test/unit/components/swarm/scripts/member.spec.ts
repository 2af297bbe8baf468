import assert from "node:assert/strict";
import { askOwner, cluster, FakeHost } from "../../../../support/fakeHost.ts";

const id = "node-7";

/**
 * A manager's engine that knows the node as the files in `$HOST` say: `node` is there while it is
 * known, `status`, `labels`, `role`, `raft`, `reachability` and `tasks` hold what docker would print.
 */
const docker = `
known() { [ -e "$HOST/node" ] || { echo "Error response from daemon: node ${id} not found" >&2; exit 1; }; }
case "$*" in
  version) ;;
  "info --format {{.Swarm.NodeID}}") cat "$HOST/self" ;;
  "info --format {{.Swarm.LocalNodeState}}|"*) cat "$HOST/facts" ;;
  "node inspect ${id}") known ;;
  "node inspect ${id} --format {{.Status.State}}") known; cat "$HOST/status" ;;
  "node inspect ${id} --format {{index .Spec.Labels \\"swarm.labels\\"}}") cat "$HOST/labels" ;;
  "node inspect ${id} --format {{index .Spec.Labels \\"swarm.node\\"}}") cat "$HOST/name" ;;
  "node inspect ${id} --format {{.Spec.Role}}") cat "$HOST/wished" ;;
  "node inspect ${id} --format {{.Spec.Role}}{{with .ManagerStatus}} in raft{{end}}") cat "$HOST/role" ;;
  "node inspect ${id} --format {{json .Spec.Labels}}") cat "$HOST/present" ;;
  "node ls --filter node.label="*) cat "$HOST/same" ;;
  "node demote old-"* | "node rm --force old-"*) ;;
  "node inspect ${id} --format {{with .ManagerStatus}}{{.Reachability}}{{end}}") cat "$HOST/reachability" ;;
  "node ps ${id} --filter desired-state=running --quiet") cat "$HOST/wanted" ;;
  "node ps ${id} --format {{.CurrentState}}") cat "$HOST/tasks" ;;
  "service ls --format {{.Replicas}}") cat "$HOST/services" ;;
  "node update "*) ;;
  "node demote ${id}") echo worker >"$HOST/role" ;;
  "node rm --force ${id}") known; rm "$HOST/node" ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

const version = "docker version";
const self = "docker info --format {{.Swarm.NodeID}}";
const known = `docker node inspect ${id}`;
const status = `docker node inspect ${id} --format {{.Status.State}}`;
const labels = `docker node inspect ${id} --format {{index .Spec.Labels "swarm.labels"}}`;
const itsName = `docker node inspect ${id} --format {{index .Spec.Labels "swarm.node"}}`;
const role = `docker node inspect ${id} --format {{.Spec.Role}}{{with .ManagerStatus}} in raft{{end}}`;
const same = (node: string) =>
  `docker node ls --filter node.label=swarm.node=${node} --filter node.label=swarm.cluster=${cluster} --format {{.ID}} {{.Status}}`;
const itsRole = `docker node inspect ${id} --format {{.Spec.Role}}`;
const itsLabels = `docker node inspect ${id} --format {{json .Spec.Labels}}`;
const votes = `docker node inspect ${id} --format {{with .ManagerStatus}}{{.Reachability}}{{end}}`;
const wanted = `docker node ps ${id} --filter desired-state=running --quiet`;
const tasks = `docker node ps ${id} --format {{.CurrentState}}`;
const pause = `docker node update --availability pause ${id}`;
const services = "docker service ls --format {{.Replicas}}";
const drain = `docker node update --availability drain ${id}`;
const demote = `docker node demote ${id}`;
const remove = `docker node rm --force ${id}`;

function seed(files: Readonly<Record<string, string>> = {}, engine = docker): FakeHost {
  const host = new FakeHost({ docker: engine });
  const plain = { node: "", status: "ready\n", labels: "\n", role: "worker\n", reachability: "reachable\n" };
  for (const [name, content] of Object.entries({
    ...plain,
    self: "node-1\n",
    name: "\n",
    same: `${id} Ready\n`,
    wished: "worker\n",
    present: '{"swarm.labels":""}\n',
    wanted: "",
    tasks: "",
    services: "2/2\n1/3\n0/1 (1/1 completed)\n",
    ...files,
  }))
    host.write(name, content);
  return host;
}

const member = (host: FakeHost, ...words: string[]) => host.run("swarm/scripts/member.sh", words);
const failure = (problem: string, remedy: string) => `this-host: ${problem}\n  → ${remedy}\n`;

describe("member.sh add", () => {
  it("hands the tasks of a node on drain over before it says so", async () => {
    using host = seed();
    const { code, calls } = await member(host, "add", "worker-0", id, "worker", "drain");
    assert.equal(code, 0);
    assert.deepEqual(calls, [
      ...[
        version,
        known,
        itsName,
        status,
        same("worker-0"),
        itsRole,
        services,
        drain,
        status,
        wanted,
        tasks,
        services,
        self,
        labels,
      ],
      `docker node update --label-add swarm.labels= --label-add swarm.node=worker-0 --label-add swarm.cluster=${cluster} --label-add swarm.seed=node-1 --availability drain ${id}`,
      itsLabels,
    ]);
  });

  const add = (host: FakeHost, ...more: string[]) =>
    member(host, "add", "worker-0", id, "worker", "active", ...more);

  it("waits for the node, then gives it its labels and work", async () => {
    using host = seed();
    assert.deepEqual(await add(host, "tier=web", "disk=a b"), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [
        version,
        known,
        itsName,
        status,
        same("worker-0"),
        itsRole,
        self,
        labels,
        `docker node update --label-add tier=web --label-add disk=a b --label-add swarm.labels=tier,disk --label-add swarm.node=worker-0 --label-add swarm.cluster=${cluster} --label-add swarm.seed=node-1 --availability active ${id}`,
        itsLabels,
      ],
    });
  });

  it("keeps each label one word", async () => {
    const words = `printf '%s|' "$@" >"$HOST/words"`;
    using noting = seed({}, docker.replace('"node update "*) ;;', `"node update "*) ${words} ;;`));
    await add(noting, "disk=a b", "quote=it's", "star=*", "empty=");
    assert.deepEqual(noting.read("words").split("|").slice(0, -1), [
      ...["node", "update"],
      ...[
        "--label-add",
        "disk=a b",
        "--label-add",
        "quote=it's",
        "--label-add",
        "star=*",
        "--label-add",
        "empty=",
      ],
      ...["--label-add", "swarm.labels=disk,quote,star,empty"],
      ...[
        "--label-add",
        "swarm.node=worker-0",
        "--label-add",
        `swarm.cluster=${cluster}`,
        "--label-add",
        "swarm.seed=node-1",
        "--availability",
        "active",
        id,
      ],
    ]);
  });

  it("takes the labels away that it gave before and that are still there, and no others", async () => {
    const present = '{"disk":"a","hand":"b","swarm.labels":"disk,tier,zone,gone","tier":"c","zone":"d"}\n';
    using host = seed({ labels: "disk,tier,zone,gone\n", present });
    const { calls } = await add(host, "tier=api");
    assert.equal(
      calls.at(-2),
      `docker node update --label-rm disk --label-rm zone --label-add tier=api --label-add swarm.labels=tier --label-add swarm.node=worker-0 --label-add swarm.cluster=${cluster} --label-add swarm.seed=node-1 --availability active ${id}`,
    );
  });

  it("takes out what had the name before and is down, and nothing else", async () => {
    using host = seed({ same: `old-1 Down\n${id} Ready\nold-2 Ready\nold-3 Down\n` });
    const { code, calls } = await add(host);
    assert.equal(code, 0);
    assert.deepEqual(calls.slice(5, -5), [
      ...["docker node demote old-1", "docker node rm --force old-1"],
      ...["docker node demote old-3", "docker node rm --force old-3"],
    ]);
  });

  it("sets a role back that was changed by hand, before anything waits for it", async () => {
    using host = seed({ wished: "worker\n" });
    const { calls } = await member(host, "add", "manager-1", id, "manager", "active");
    assert.deepEqual(calls.slice(5, 8), [itsRole, `docker node update --role manager ${id}`, votes]);
  });

  it("notes what the node was set to", async () => {
    using host = seed({ present: '{"swarm.labels":"tier","tier":"a b"}\n' });
    await add(host, "tier=a b");
    assert.equal(
      host.read("docker/swarm-members/worker-0"),
      `${id} worker active {"swarm.labels":"tier","tier":"a b"}\n`,
    );
    host.write("self", "node-1\n");
    await member(host, "remove", "worker-0", id, "worker");
    assert.throws(() => host.read("docker/swarm-members/worker-0"), { code: "ENOENT" });
  });

  it("lets the next manager in only when this one can vote", async () => {
    const words = ["add", "manager-1", id, "manager", "active"];
    using host = seed({ wished: "manager\n" });
    assert.deepEqual((await member(host, ...words)).calls, [
      version,
      known,
      itsName,
      status,
      same("manager-1"),
      itsRole,
      votes,
      self,
      labels,
      `docker node update --label-add swarm.labels= --label-add swarm.node=manager-1 --label-add swarm.cluster=${cluster} --label-add swarm.seed=node-1 --availability active ${id}`,
      itsLabels,
    ]);
    for (const reachability of ["unreachable\n", "\n"]) {
      using waiting = seed({ wished: "manager\n", reachability });
      const { code, stderr, calls } = await member(waiting, ...words);
      assert.equal(code, 1);
      assert.equal(
        stderr,
        failure("the other managers cannot reach manager-1", "look at them: npm run docker -- node ls"),
      );
      assert.deepEqual(calls, [
        version,
        known,
        itsName,
        status,
        same("manager-1"),
        itsRole,
        ...Array(4).fill(votes),
      ]);
    }
  });

  it("fails where this manager does not know the node", async () => {
    using host = seed({}, docker.replace('[ -e "$HOST/node" ]', "false"));
    const { code, stderr, calls } = await add(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        `this manager knows no node ${id}, which worker-0 says it is`,
        "run npm run up again: the machine joins again",
      ),
    );
    assert.deepEqual(calls, [version, ...Array(4).fill(known)]);
  });

  it("goes on where the node has its name already", async () => {
    using host = seed({ name: "worker-0\n" });
    assert.equal((await add(host)).code, 0);
  });

  it("changes nothing where the node is another one's: its machine was copied with its disk", async () => {
    using host = seed({ name: "worker-1\n" });
    const { code, stderr, calls } = await add(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        `the machine of worker-0 is the node ${id}, which is worker-1 already`,
        // /var/lib/docker is a folder of this host.
        `if it is a copy of the machine of worker-1, stop Docker on the copy, remove ${host.path("docker")}/swarm there, start Docker and run npm run up again; to rename a node, take it out of the settings, run npm run up, then add it under the new name`,
      ),
    );
    assert.deepEqual(calls, [version, known, itsName]);
  });

  it("fails where the node does not become Ready", async () => {
    using host = seed({ status: "down\n" });
    const { code, stderr } = await add(host);
    assert.equal(code, 1);
    assert.equal(stderr, failure("worker-0 does not become Ready", "look at it: npm run docker -- node ls"));
  });
});

describe("member.sh remove", () => {
  const removeWorker = (host: FakeHost, ...more: string[]) =>
    member(host, "remove", "worker-0", id, "worker", ...more);

  it("drains a worker, waits until it is idle, and removes it", async () => {
    using host = seed();
    assert.deepEqual(await removeWorker(host), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [version, self, known, pause, services, drain, status, wanted, tasks, services, remove],
    });
  });

  it("demotes a manager after it is idle and before it removes it", async () => {
    using host = seed({ role: "manager in raft\n" });
    const { code, calls } = await member(host, "remove", "manager-1", id, "manager");
    assert.equal(code, 0);
    assert.deepEqual(calls, [
      version,
      self,
      known,
      pause,
      services,
      drain,
      status,
      wanted,
      tasks,
      services,
      demote,
      role,
      remove,
    ]);
  });

  it("waits until a demoted manager is out of raft", async () => {
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

  it("removes a dead node at once", async () => {
    using host = seed({ status: "down\n", wanted: "task\n", tasks: "Running 2 hours ago\n" });
    assert.deepEqual(await removeWorker(host), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [version, self, known, pause, services, drain, status, remove],
    });
  });

  it("removes a node all the same whose tasks do not stop in time", async () => {
    for (const [file, content] of [
      ["wanted", "task\n"],
      ["tasks", "Shutdown 1 second ago\nRunning 2 hours ago\n"],
    ] as const) {
      using host = seed({ [file]: content });
      const { code, stderr, calls } = await removeWorker(host);
      assert.equal(code, 0);
      assert.equal(stderr, "worker-0: tasks still stop after 90 s; it is removed all the same\n");
      assert.equal(calls.at(-1), remove);
      assert.equal(calls.filter((call) => call === wanted).length, 4);
    }
  });

  it("waits until the node's tasks run elsewhere, and says so where they do not", async () => {
    using host = seed(
      {},
      docker.replace(
        'cat "$HOST/services"',
        'if [ -e "$HOST/drained" ]; then echo 1/2; else echo 2/2; touch "$HOST/drained"; fi',
      ),
    );
    const { code, stderr, calls } = await removeWorker(host);
    assert.equal(code, 0);
    assert.equal(
      stderr,
      "worker-0: not all of its tasks run elsewhere after 60 s; it is removed all the same\n",
    );
    assert.equal(calls.filter((call) => call === services).length, 5);
    assert.equal(calls.at(-1), remove);
  });

  it("does not take a manager's silence for an idle node", async () => {
    using host = seed(
      {},
      docker.replace('cat "$HOST/wanted"', "exit 1").replace('cat "$HOST/tasks"', "exit 1"),
    );
    const { stderr } = await removeWorker(host);
    assert.equal(stderr, "worker-0: tasks still stop after 90 s; it is removed all the same\n");
  });

  it("lets the entry point forget the node before it is drained", async () => {
    using host = seed();
    const { code, stderr, calls } = await removeWorker(host, "1");
    assert.equal(code, 0);
    assert.match(
      stderr,
      /^worker-0: gets no new requests; drained in 1 s, when the entry point has forgotten it\n/,
    );
    assert.equal(calls.at(-1), remove);
  });

  it("has nothing to do for a node that is gone", async () => {
    using host = seed({}, docker.replace('[ -e "$HOST/node" ]', "false"));
    assert.deepEqual(await removeWorker(host), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [version, self, known],
    });
  });

  it("does not take a swarm without a leader for a node that is gone", async () => {
    const leaderless = `[ "$1" = version ] || { echo "Error response from daemon: The swarm does not have a leader" >&2; exit 1; }`;
    using host = seed({}, leaderless);
    const { code, stderr } = await removeWorker(host);
    assert.notEqual(code, 0);
    assert.match(stderr, /The swarm does not have a leader/);
  });

  it("says why a node cannot be removed", async () => {
    using host = seed({}, docker.replace('known; rm "$HOST/node"', 'echo "it is busy" >&2; exit 1'));
    const { code, stderr } = await removeWorker(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(`worker-0 cannot be removed: it is busy`, `remove it: npm run docker -- node rm --force ${id}`),
    );
  });

  it("leaves the seed by itself alone: the machine leaves", async () => {
    using host = seed({ self: `${id}\n` });
    const { code, calls } = await member(host, "remove", "manager-0", id, "manager");
    assert.deepEqual([code, calls], [0, [version, self]]);
  });

  it("has nobody to remove on a manager that is in no swarm any more", async () => {
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
