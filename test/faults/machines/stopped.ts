import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { fault } from "../../support/faults.ts";
import { assertSteady } from "../../support/oracle.ts";
import { inWords, type TestCluster, until } from "../../support/testCluster.ts";

/** Machines that stop and start again. */
export function stoppedMachines(cluster: TestCluster): void {
  const each = (verb: "stop" | "start", nodes: readonly string[]) =>
    cluster.engine(...nodes.map((node) => [verb, cluster.machine(node)]));
  const noLeader = (from: string) => async () => (await cluster.leader(from)) === "";

  fault(
    "two of three managers are stopped for 15 s and started again",
    "no request fails, the cluster recovers without an up",
    90,
    async (row) => {
      const managers = ["manager-1", "manager-2"];
      const load = cluster.load("/");
      await each("stop", managers);
      await until(30, "there is no quorum", noLeader("manager-0"));
      row.saw("no leader meanwhile");
      await sleep(15_000);
      row.begin();
      await each("start", managers);
      await cluster.untilWell(90);
      row.end();
      const result = await load.stop();
      row.saw(inWords(result));
      assert.deepEqual(result.failures, {});
      await cluster.assertWell();
    },
  );

  fault("two of three managers are stopped", "up starts them, the same nodes", 90, async (row) => {
    const ids = await cluster.ids("manager-0");
    await each("stop", ["manager-0", "manager-2"]);
    row.begin();
    await cluster.heal(row);
    assert.deepEqual(await cluster.ids("manager-1"), ids);
  });

  fault("a worker is stopped", "up starts it, the same node with its disk", 60, async (row) => {
    const ids = await cluster.ids("manager-0");
    const container = cluster.machine("worker-1");
    await each("stop", ["worker-1"]);
    row.begin();
    await cluster.heal(row);
    assert.equal(cluster.machine("worker-1"), container);
    assert.deepEqual(await cluster.ids("manager-0"), ids);
  });

  fault(
    "all machines are stopped and started again, in another order",
    "the cluster recovers without an up",
    90,
    async (row) => {
      const nodes = cluster.outputs.nodes.map(({ name }) => name);
      const ids = await cluster.ids("manager-0");
      await each("stop", nodes);
      row.begin();
      for (const node of [...nodes].reverse()) await each("start", [node]);
      await cluster.untilWell(90);
      row.end();
      await assertSteady(cluster.stack, cluster.outputs);
      // Their SSH ports have changed.
      await cluster.heal(row);
      assert.deepEqual(await cluster.ids("manager-0"), ids);
    },
  );
}
