import assert from "node:assert/strict";
import { type FaultRun, fault } from "../../support/faults.ts";
import { json } from "../../support/load.ts";
import { assertFewFailures, inWords, type TestCluster, until } from "../../support/testCluster.ts";

interface Visit {
  readonly visits: number;
}

/** Machines that are gone, as after docker rm --force. */
export function killedMachines(cluster: TestCluster): void {
  const kill = (node: string) => cluster.engine(["rm", "--force", "--volumes", cluster.machine(node)]);
  const visits = async () => (await json<Visit>(`${cluster.outputs.endpoint}/api/visit`)).visits;

  fault("a worker is killed", "its tasks run elsewhere, without an up", 40, async (run) => {
    const old = await cluster.ids("manager-0");
    const load = cluster.load("/api/visit");
    await kill("worker-0");
    run.begin();
    await until(40, "worker-0 is Down and all tasks run", async () => {
      const { nodes, tasks } = await cluster.lost("manager-0");
      return nodes.includes("worker-0") && tasks.length === 0;
    });
    run.end();
    const result = await load.stop();
    run.saw(inWords(result));
    assertFewFailures(result);
    await cluster.heal(run);
    const fresh = await cluster.ids("manager-0");
    assert.notEqual(fresh["worker-0"], old["worker-0"]);
    assert.deepEqual({ ...fresh, "worker-0": "" }, { ...old, "worker-0": "" });
    run.saw("a new node, the old entry is gone");
  });

  /** A manager comes back as the same node, with the content of its disk. */
  const returns = async (run: FaultRun, node: string, witness: string) => {
    const old = await cluster.ids(witness);
    const counted = await visits();
    const load = cluster.load("/");
    await kill(node);
    run.begin();
    await cluster.heal(run);
    const result = await load.stop();
    run.saw(inWords(result));
    assertFewFailures(result);
    assert.deepEqual(await cluster.ids(witness), old);
    assert.ok((await visits()) > counted);
    run.saw("the same node ids, the counter goes on");
  };

  fault("the manager that runs the database is killed", "up restores it as it was", 90, (run) =>
    returns(run, "manager-1", "manager-0"),
  );

  fault("the seed is killed", "up restores it as it was", 90, (run) =>
    returns(run, "manager-0", "manager-1"),
  );

  fault("the leader is killed", "another one leads, without an up", 30, async (run) => {
    const leader = await cluster.leader("manager-0");
    const witness = leader === "manager-2" ? "manager-1" : "manager-2";
    const old = await cluster.ids(witness);
    await kill(leader);
    run.begin();
    let next = "";
    await until(30, "there is a new leader", async () => {
      next = await cluster.leader(witness);
      return next !== "" && next !== leader;
    });
    run.end();
    run.saw(`${next} after ${leader}`);
    await cluster.heal(run);
    assert.deepEqual(await cluster.ids(witness), old);
    run.saw("the same node ids");
  });

  fault("a worker and the registry are killed", "up restores both, images included", 120, async (run) => {
    await kill("worker-1");
    await cluster.engine(["rm", "--force", `swarm-${cluster.stack}-registry`]);
    run.begin();
    await cluster.heal(run);
    const images = await cluster.on(
      "worker-1",
      "docker",
      "image",
      "ls",
      "--digests",
      "--format",
      "{{.Digest}}",
    );
    for (const image of Object.values(cluster.outputs.images))
      assert.ok(images.includes(String(image.split("@")[1])));
    run.saw("the new worker has pulled all images");
  });
}
