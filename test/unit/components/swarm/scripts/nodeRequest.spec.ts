import assert from "node:assert/strict";
import { cluster, FakeHost } from "../../../../support/fakeHost.ts";

/** A manager's engine: `nodes` has lines ID STATE ADDRESS of the workers, `tasks` those of the node. */
const docker = `
case "$*" in
  "node ls "*) cut -d ' ' -f 1 "$HOST/nodes" ;;
  "node inspect --format "*" w1 w2 w3") cat "$HOST/nodes" ;;
  "node inspect w2 "*) echo web-1 ;;
  "node update "*) ;;
  "node ps "*--quiet) ;;
  "node ps "*) cat "$HOST/tasks" ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

const manager = (nodes = "w1 ready 10.0.0.4\nw2 ready 10.0.0.5\nw3 down 10.0.0.5\n") =>
  new FakeHost({ docker }).write("nodes", nodes).write("tasks", "Shutdown 1 second ago\n");

const request = async (host: FakeHost, ...args: string[]) => {
  const { code, stderr, calls } = await host.run(
    ["swarm/scripts/handOver.sh", "swarm/scripts/nodeRequest.sh"],
    args,
  );
  return { code, stderr, changes: calls.filter((call) => call.startsWith("docker node update")) };
};

describe("nodeRequest.sh", () => {
  it("drains the node with the client's address, and waits until its tasks have stopped", async () => {
    using host = manager();
    assert.deepEqual(await request(host, "10.0.0.5", "drain"), {
      code: 0,
      stderr: "web-1 is drained\n",
      changes: ["docker node update --availability drain w2"],
    });
  });

  it("asks only for workers of its own cluster", async () => {
    using host = manager();
    const { calls } = await host.run(
      ["swarm/scripts/handOver.sh", "swarm/scripts/nodeRequest.sh"],
      ["10.0.0.5", "drain"],
    );
    assert.equal(
      calls[0],
      `docker node ls --filter role=worker --filter node.label=swarm.cluster=${cluster} --quiet`,
    );
  });

  it("says so if tasks still stop", async () => {
    using host = manager().write("tasks", "Running 1 minute ago\n");
    assert.deepEqual(await request(host, "10.0.0.5", "drain"), {
      code: 0,
      stderr: "web-1: tasks still stop after 90 s\nweb-1 is drained\n",
      changes: ["docker node update --availability drain w2"],
    });
  });

  it("changes nothing for another address, which may be a manager's", async () => {
    using host = manager();
    assert.deepEqual(await request(host, "10.0.0.9", "drain"), {
      code: 1,
      stderr: "this-host: no worker of this cluster has the address 10.0.0.9\n  → see docker node ls\n",
      changes: [],
    });
  });

  it("changes nothing if two nodes have the address", async () => {
    using host = manager("w1 ready 10.0.0.5\nw2 ready 10.0.0.5\nw3 ready 10.0.0.6\n");
    assert.deepEqual(await request(host, "10.0.0.5", "drain"), {
      code: 1,
      stderr:
        "this-host: several workers have the address 10.0.0.5\n  → remove those that are gone: docker node rm\n",
      changes: [],
    });
  });

  it("does nothing else", async () => {
    for (const words of ["", "docker node ls", "drain; reboot", "$(reboot)"]) {
      using host = manager();
      const hint = "see who uses the key for node requests on the machine 10.0.0.5";
      assert.deepEqual(await request(host, "10.0.0.5", words), {
        code: 1,
        stderr: `this-host: a node can only ask for drain\n  → ${hint}\n`,
        changes: [],
      });
    }
  });
});
