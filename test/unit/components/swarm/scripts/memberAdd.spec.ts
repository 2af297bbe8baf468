import assert from "node:assert/strict";
import { cluster, type FakeHost } from "../../../../support/fakeHost.ts";
import {
  docker,
  drain,
  failure,
  id,
  itsLabels,
  itsName,
  itsRole,
  known,
  labels,
  member,
  names,
  same,
  seed,
  self,
  status,
  tasks,
  version,
  votes,
  wanted,
} from "../../../../support/memberSeed.ts";

describe("member.sh add", () => {
  it("waits until a drained node's tasks run elsewhere", async () => {
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
        names,
        drain,
        status,
        wanted,
        wanted,
        tasks,
        self,
        labels,
      ],
      `docker node update --label-add swarm.labels= --label-add swarm.node=worker-0 --label-add swarm.cluster=${cluster} --label-add swarm.seed=node-1 --availability drain ${id}`,
      itsLabels,
    ]);
  });

  const add = (host: FakeHost, ...more: string[]) =>
    member(host, "add", "worker-0", id, "worker", "active", ...more);

  it("waits for the node, then sets its labels and availability", async () => {
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

  it("passes each label as one argument", async () => {
    const args = `printf '%s|' "$@" >"$HOST/words"`;
    using noting = seed({}, docker.replace('"node update "*) ;;', `"node update "*) ${args} ;;`));
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

  it("removes only labels that it has set before", async () => {
    const present = '{"disk":"a","hand":"b","swarm.labels":"disk,tier,zone,gone","tier":"c","zone":"d"}\n';
    using host = seed({ labels: "disk,tier,zone,gone\n", present });
    const { calls } = await add(host, "tier=api");
    assert.equal(
      calls.at(-2),
      `docker node update --label-rm disk --label-rm zone --label-add tier=api --label-add swarm.labels=tier --label-add swarm.node=worker-0 --label-add swarm.cluster=${cluster} --label-add swarm.seed=node-1 --availability active ${id}`,
    );
  });

  it("removes only nodes of the same name that are down", async () => {
    using host = seed({ same: `old-1 Down\n${id} Ready\nold-2 Ready\nold-3 Down\n` });
    const { code, calls } = await add(host);
    assert.equal(code, 0);
    assert.deepEqual(calls.slice(5, -5), [
      ...["docker node demote old-1", "docker node rm --force old-1"],
      ...["docker node demote old-3", "docker node rm --force old-3"],
    ]);
  });

  it("reverts a role that was changed by hand before anything waits for it", async () => {
    using host = seed({ wished: "worker\n" });
    const { calls } = await member(host, "add", "manager-1", id, "manager", "active");
    assert.deepEqual(calls.slice(5, 8), [itsRole, `docker node update --role manager ${id}`, votes]);
  });

  it("records the node's settings", async () => {
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

  it("waits until the manager can vote", async () => {
    const args = ["add", "manager-1", id, "manager", "active"];
    using host = seed({ wished: "manager\n" });
    assert.deepEqual((await member(host, ...args)).calls, [
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
      const { code, stderr, calls } = await member(waiting, ...args);
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

  it("fails if this manager does not know the node", async () => {
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

  it("continues if the node has its name already", async () => {
    using host = seed({ name: "worker-0\n" });
    assert.equal((await add(host)).code, 0);
  });

  it("changes nothing if the node has another name: its disk is a copy", async () => {
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

  it("fails if the node does not become Ready", async () => {
    using host = seed({ status: "down\n" });
    const { code, stderr } = await add(host);
    assert.equal(code, 1);
    assert.equal(stderr, failure("worker-0 does not become Ready", "look at it: npm run docker -- node ls"));
  });
});
