import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Clone } from "../support/clone.ts";
import { docker, inventory, onNode } from "../support/engine.ts";
import { steadyLoad } from "../support/load.ts";
import { assertHealed, promisedBy } from "../support/oracle.ts";
import { plainStack, writePlainStack } from "../support/plainStack.ts";
import { findHastyLeavers } from "../support/quorum.ts";
import { SecretWatch } from "../support/secretWatch.ts";
import { allowDanger, dangersOfLeaving, upUnderLoad } from "../support/underLoad.ts";

const stack = "growth";
const url = "http://127.0.0.1:18800";

/** A page that takes longer than the timeout of the load balancer's health check. */
const slow = `  slow:
    <<: *service
    environment: {SECONDS: 3}
    ports: [{target: 8080, published: 8082, mode: host, app_protocol: http}]
    deploy: {<<: *deploy, placement: {constraints: [node.hostname == manager-0]}}
`;

/** Each test continues where the previous one ended; the load never ends, and no request is ever retried. */
describe("a cluster that grows and shrinks under 50 requests a second", () => {
  const before = inventory(stack);
  const settings = {
    stacks: plainStack,
    local: { port: 18800, subnet: "172.31.88.0/24" },
  };
  const small = { ...settings, managers: 1, workers: { web: { count: 1, labels: { tier: "web" } } } };
  const large = {
    ...settings,
    managers: 3,
    workers: { web: { count: 3, labels: { tier: "web" } }, jobs: { count: 1, labels: { tier: "jobs" } } },
  };
  const clone = new Clone(stack, small);
  const secrets = new SecretWatch(clone);
  writePlainStack(clone);
  clone.edit("plain/compose.yaml", (text) => text.replace("networks: {front", `${slow}networks: {front`));
  let swarmId = "";

  const manager = (...args: string[]) => onNode(stack, "manager-0", "docker", ...args);
  const nodes = (format: string) => manager("node", "ls", "--format", format).sort();
  /** The number of tasks of the inner service on each node. */
  const innerTasks = () => {
    const tasks = manager(
      ...["service", "ps", "plain_inner", "--filter", "desired-state=running"],
      ...["--format", "{{.Node}} {{.CurrentState}}"],
    );
    const running = tasks
      .filter((line) => line.includes(" Running "))
      .map((line) => line.split(" ")[0] ?? "");
    return Object.fromEntries(
      [...Map.groupBy(running, (node) => node)].map(([node, all]) => [node, all.length]),
    );
  };
  const machines = () =>
    docker("ps", "--no-trunc", "--filter", `label=swarm.stack=${stack}`, "--format", "{{.ID}}").sort();

  after(async () => {
    await clone.npm("destroy");
    clone.remove();
    assert.deepEqual(inventory(stack), before);
  });

  it("comes up small", async () => {
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    assert.equal(code, 0, output);
    ({ swarmId } = await promisedBy(clone));
  });

  it("shows a page that takes longer than the load balancer waits when it looks", async () => {
    const load = steadyLoad("http://127.0.0.1:18802");
    await sleep(4000);
    const { answered, failures } = await load.stop();
    assert.deepEqual(failures, {});
    assert.ok(answered > 150, `${answered} requests`);
  });

  it("grows to three managers and four workers in two pools", async () => {
    const { samples } = await upUnderLoad(clone, url, large);
    assert.deepEqual(nodes("{{.Hostname}} {{.Status}} {{.Availability}} {{.ManagerStatus}}"), [
      "jobs-0 Ready Active",
      "manager-0 Ready Active Leader",
      "manager-1 Ready Active Reachable",
      "manager-2 Ready Active Reachable",
      "web-0 Ready Active",
      "web-1 Ready Active",
      "web-2 Ready Active",
    ]);
    const tiers = manager(
      ...["node", "inspect", "--format", "{{.Description.Hostname}} {{.Spec.Labels.tier}}"],
      ...["web-2", "jobs-0"],
    );
    assert.deepEqual(tiers, ["web-2 web", "jobs-0 jobs"]);
    const asked = new Set(samples.filter(({ nodes }) => nodes.length > 0).map(({ manager }) => manager));
    assert.deepEqual([...asked].sort(), ["manager-0", "manager-1", "manager-2"]);
  });

  it("spreads replicas over nodes that have joined, where that is wanted", async () => {
    assert.deepEqual(innerTasks(), { "manager-0": 3, "web-0": 3 });
    const edge = steadyLoad("http://127.0.0.1:18801");
    await upUnderLoad(clone, url, { ...large, rebalance: true });
    assert.equal(Object.keys(innerTasks()).length, 6);
    for (const node of ["jobs-0", "web-2"]) manager("node", "update", "--availability", "drain", node);
    const total = () => Object.values(innerTasks()).reduce((sum, count) => sum + count, 0);
    for (let tries = 0; tries < 60 && total() !== 6; tries++) await sleep(500);
    for (const node of ["jobs-0", "web-2"]) manager("node", "update", "--availability", "active", node);
    const { code, output } = await clone.npm("rebalance");
    assert.equal(code, 0, output);
    assert.match(output, /^SERVICE +BEFORE +AFTER$/m);
    assert.match(output, /^plain_inner is spread anew$/m);
    assert.doesNotMatch(output, /plain_(web|edge) is spread anew/);
    assert.equal(Object.keys(innerTasks()).length, 6, output);
    const { failures } = await edge.stop();
    assert.deepEqual(failures, {});
  });

  it("changes labels and availability of live nodes, and makes none anew", async () => {
    const old = machines();
    const { samples } = await upUnderLoad(clone, url, {
      ...large,
      nodes: {
        manager: { labels: { rack: "a" } },
        "web-0": { availability: "drain" },
        "web-1": { availability: "pause", labels: { tier: "none" } },
      },
    });
    assert.deepEqual(machines(), old);
    assert.deepEqual(nodes("{{.Hostname}} {{.Availability}}"), [
      "jobs-0 Active",
      "manager-0 Active",
      "manager-1 Active",
      "manager-2 Active",
      "web-0 Drain",
      "web-1 Pause",
      "web-2 Active",
    ]);
    const labels = manager(
      ...["node", "inspect", "--format", "{{.Spec.Labels.rack}} {{.Spec.Labels.tier}}"],
      ...["manager-1", "web-1"],
    );
    assert.deepEqual(labels, ["a <no value>", "<no value> none"]);
    assert.deepEqual(manager("node", "ps", "web-0", "--filter", "desired-state=running", "--quiet"), []);
    assert.ok(samples.some(({ services }) => services.plain_web === "2/2"));
    const again = await clone.npm("up", "--yes", "--skip-preview", "--expect-no-changes");
    assert.equal(again.code, 0, again.output);
  });

  const leaving = ["manager-1", "manager-2"];

  it("does not shrink before the loss of managers and of their disks is allowed by name", async () => {
    const old = machines();
    clone.configure(small);
    const allow = dangersOfLeaving(stack, leaving);
    for (const args of [[], ["--yes"], ["--skip-preview", ...allow.slice(1).flatMap(allowDanger)]]) {
      const { code, output } = await clone.npm("up", ...args);
      assert.equal(code, 3, output);
      const asked = args.length > 2 ? allow.slice(0, 1) : allow;
      assert.ok(
        output.endsWith(
          `  → if you want that, run the command again with ${asked.flatMap(allowDanger).join(" ")}\n`,
        ),
        output,
      );
      assert.match(
        output,
        /^ {2}manager-1: The manager manager-1 leaves the swarm; fewer managers may fail\.$/m,
      );
    }
    assert.deepEqual(machines(), old);
  });

  it("shrinks to one manager and one worker: each that goes is drained, and its tasks run elsewhere before", async () => {
    const { samples } = await upUnderLoad(clone, url, small, { allow: dangersOfLeaving(stack, leaving) });
    assert.deepEqual(nodes("{{.Hostname}} {{.Availability}}"), ["manager-0 Active", "web-0 Active"]);
    assert.deepEqual(
      findHastyLeavers(samples, "manager-0", ["jobs-0", "manager-1", "manager-2", "web-1", "web-2"]),
      [],
    );
    await assertHealed(clone, swarmId);
  });

  secrets.assertHidden("manager-0");
});
