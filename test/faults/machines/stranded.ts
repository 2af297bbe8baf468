import { setTimeout as sleep } from "node:timers/promises";
import { type FaultRun, fault } from "../../support/faults.ts";
import { assertFewFailures, inWords, type TestCluster, until } from "../../support/testCluster.ts";

/** Machines that run, but whose engine is dead or whose network is cut. */
export function strandedMachines(cluster: TestCluster): void {
  const others = (node: string) => (node === "manager-0" ? "manager-1" : "manager-0");

  const killEngine = async (run: FaultRun, node: string, path: string) => {
    const load = cluster.load(path);
    await cluster.on(node, "pkill", "-KILL", "-x", "dockerd");
    run.begin();
    const state = ["docker", "info", "--format", "{{.Swarm.LocalNodeState}}"];
    // Until then the swarm reports the node's previous state.
    await until(30, "the engine is back", async () => (await cluster.on(node, ...state)).join() === "active");
    run.saw(`the engine is back after ${run.seconds().toFixed(1)} s`);
    await cluster.untilWell(120);
    run.end();
    const result = await load.stop();
    run.saw(inWords(result));
    assertFewFailures(result);
    await cluster.assertWell();
  };

  fault("dockerd of a worker is killed (-9)", "the cluster recovers without an up", 120, (run) =>
    killEngine(run, "worker-0", "/api/visit"),
  );

  fault("dockerd of the leader is killed (-9)", "the cluster recovers without an up", 120, async (run) => {
    const leader = await cluster.leader("manager-0");
    run.saw(leader);
    // It may be the one that runs the database.
    await killEngine(run, leader, "/");
  });

  fault("the leader is paused for 60 s", "another one leads", 30, async (run) => {
    const leader = await cluster.leader("manager-0");
    const witness = others(leader);
    const load = cluster.load("/");
    await cluster.engine(["pause", cluster.machine(leader)]);
    try {
      run.begin();
      let next = "";
      await until(30, "there is a new leader", async () => {
        next = await cluster.leader(witness);
        return next !== "" && next !== leader;
      });
      run.end();
      run.saw(`${next} after ${leader}`);
      await sleep(Math.max(0, 60_000 - run.seconds() * 1000));
    } finally {
      await cluster.engine(["unpause", cluster.machine(leader)]);
    }
    const result = await load.stop();
    run.saw(inWords(result));
    assertFewFailures(result);
    await cluster.untilWell(60);
    await cluster.assertWell();
  });

  /** Filters the machine's packets in both directions, as a rule of its firewall does. */
  const filtered = async (node: string, rule: readonly string[], work: () => Promise<void>) => {
    const chains = ["INPUT", "OUTPUT", "FORWARD"];
    const args = (chain: string) => [chain, chain === "OUTPUT" ? "-o" : "-i", "eth0", ...rule, "-j", "DROP"];
    for (const chain of chains) await cluster.on(node, "iptables", "-I", ...args(chain));
    try {
      await work();
    } finally {
      for (const chain of chains) await cluster.on(node, "iptables", "-D", ...args(chain));
    }
  };

  fault(
    "a worker is cut off from the network for 40 s",
    "its tasks run elsewhere, and none twice when it is back",
    40,
    async (run) => {
      const load = cluster.load("/api/visit");
      await filtered("worker-0", [], async () => {
        run.begin();
        await until(40, "worker-0 is Down and all tasks run", async () => {
          const { nodes, tasks } = await cluster.lost("manager-0");
          return nodes.includes("worker-0") && tasks.length === 0;
        });
        run.end();
        await sleep(Math.max(0, 40_000 - run.seconds() * 1000));
      });
      const result = await load.stop();
      run.saw(inWords(result));
      assertFewFailures(result);
      const begun = performance.now();
      await cluster.untilWell(60);
      run.saw(`well again ${((performance.now() - begun) / 1000).toFixed(1)} s after it is back`);
      await cluster.assertWell();
    },
  );

  fault(
    "the seed and a worker lose every tenth packet for 30 s",
    "no node is lost, the services answer",
    45,
    async (run) => {
      const loss = ["-m", "statistic", "--mode", "random", "--probability", "0.1"];
      const lost = new Set<string>();
      const load = cluster.load("/api/visit");
      run.begin();
      await filtered("manager-0", loss, () =>
        filtered("worker-0", loss, async () => {
          for (let second = 0; second < 25; second++) {
            for (const { name, status } of await cluster.nodes("manager-1"))
              if (status !== "Ready") lost.add(name);
            await sleep(1000);
          }
        }),
      );
      run.end();
      run.saw(`${lost.size} nodes lost`);
      const result = await load.stop();
      run.saw(inWords(result));
      assertFewFailures(result);
      await cluster.untilWell(60);
      await cluster.assertWell();
    },
  );
}
