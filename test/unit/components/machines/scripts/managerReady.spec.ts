import assert from "node:assert/strict";
import type { SwarmFacts } from "../../../../support/swarmHost/swarmFacts.ts";
import { failure, SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";
import type { NodeFacts } from "../../../../support/swarmHost/swarmState.ts";

/** Every look at the clock takes a minute. */
const date = 'echo minute >>"$HOST/minutes"; echo $(($(wc -l <"$HOST/minutes") * 60))';

/** A manager beside others, with a service of two tasks and a job that is done. */
function manager(engine: SwarmFacts["engine"] = {}, others: readonly NodeFacts[] = [{}, {}]): SwarmHost {
  const host = new SwarmHost({
    engine,
    nodes: Object.fromEntries(
      others.map((node, index) => {
        const id = `manager-${index + 1}`;
        return [id, { role: "manager", hostname: id, ...node } as const];
      }),
    ),
    services: {
      shop_web: { on: ["manager-0", "manager-0"] },
      shop_job: { mode: "replicated job", replicas: 1 },
    },
  });
  host.replace("date", date);
  return host;
}

const ready = (host: SwarmHost) => host.step(["machines/scripts/managerReady.sh"], ["i-1", "t3.small"]);
const done = { code: 0, stdout: "", stderr: "", changes: [] };
const waits = "this-host: waiting until all managers are back\n";
const failed = (problem: string, hint: string, before = waits) => ({
  ...done,
  code: 1,
  stderr: before + failure(problem, hint),
});

describe("managerReady.sh", () => {
  it("does not wait on a machine that is in no swarm", async () => {
    using host = manager({ state: "inactive" });
    assert.deepEqual(await ready(host), done);
  });

  it("returns at once if every manager is reachable", async () => {
    using host = manager();
    assert.deepEqual(await ready(host), done);
    assert.equal(host.read("minutes"), "minute\n");
  });

  it("waits until the swarm has a leader again, and says so once", async () => {
    using host = manager({ hasLeader: false });
    const back = () => {
      host.engine.hasLeader = true;
    };
    host.before("node ls", back, { after: 2 });
    assert.deepEqual(await ready(host), { ...done, stderr: waits });
  });

  describe("with tasks that do not run yet", () => {
    const says = "this-host: not all services have their tasks after 90 s; continues anyway\n";

    it("continues if the machine has no container for a task that swarm expects", async () => {
      using host = manager();
      host.containers = ["one"];
      assert.deepEqual(await ready(host), { ...done, stderr: says });
    });

    it("continues if a service has too few tasks", async () => {
      using host = manager();
      for (const task of host.swarm.tasks.slice(1)) task.state = "starting";
      assert.deepEqual(await ready(host), { ...done, stderr: says });
    });

    it("waits until they run", async () => {
      using host = manager();
      host.containers = [];
      const back = () => {
        host.containers = undefined;
      };
      host.before("ps --quiet", back, { after: 2 });
      assert.deepEqual(await ready(host), done);
    });
  });

  it("waits until the machine is back in its swarm", async () => {
    using host = manager({ state: "pending" });
    assert.deepEqual(
      await ready(host),
      failed(
        "this manager's swarm is pending after 300 seconds",
        "read its log on this machine: journalctl -u docker",
      ),
    );
  });

  for (const node of [
    { status: "down", reachability: "unreachable" },
    { reachability: "unreachable" },
    { status: "down" },
    { status: "unknown", reachability: "unreachable" },
  ] as const)
    it(`fails with a hint if a manager stays ${JSON.stringify(node)}`, async () => {
      using host = manager({}, [{}, node]);
      assert.deepEqual(
        await ready(host),
        failed(
          "managers are missing after 300 seconds: manager-2",
          "start them, or replace them before any other: npm run up -- --target '**::manager-2*'",
        ),
      );
    });

  it("names all missing managers", async () => {
    const lost = { status: "down", reachability: "unreachable" } as const;
    using host = manager({}, [{ ...lost, isInRaft: false }, lost]);
    const { stderr } = await ready(host);
    assert.match(stderr, /: manager-1, manager-2\n/);
    assert.match(stderr, /npm run up -- --target '\*\*::manager-1\*' --target '\*\*::manager-2\*'\n$/);
  });

  it("fails if the swarm stays without a leader", async () => {
    using host = manager({ hasLeader: false });
    assert.deepEqual(
      await ready(host),
      failed(
        "the swarm has no leader after 300 seconds",
        "start the other managers, then run pulumi up again",
      ),
    );
  });

  it("refuses a locked swarm", async () => {
    using host = manager({ state: "locked" });
    assert.deepEqual(
      await ready(host),
      failed("the swarm on this manager is locked", "unlock it: docker swarm unlock", ""),
    );
    assert.throws(() => host.read("minutes"), { code: "ENOENT" });
  });
});
