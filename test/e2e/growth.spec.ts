import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Clone } from "../support/clone.ts";
import { docker, inventory, machine, onNode } from "../support/engine.ts";
import { steadyLoad } from "../support/load.ts";
import { localAddresses } from "../support/localAddresses.ts";
import { assertHealed, promisedBy } from "../support/oracle.ts";
import { plainStack, writePlainStack } from "../support/plainStack.ts";
import { findHastyLeavers } from "../support/quorum.ts";
import { SecretWatch } from "../support/secretWatch.ts";
import { allowDanger, dangersOfLeaving, upUnderLoad } from "../support/underLoad.ts";

const stack = "growth";
const url = `http://127.0.0.1:${localAddresses(stack).port}`;

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
    local: localAddresses(stack),
  };
  const small = { ...settings, managers: 1, workers: { web: { count: 1, labels: { tier: "web" } } } };
  const large = {
    ...settings,
    managers: 3,
    workers: { web: { count: 3, labels: { tier: "web" } }, jobs: { count: 1, labels: { tier: "jobs" } } },
  };
  const clone = new Clone(stack, large);
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

  const assertLarge = () => {
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
  };

  after(async () => {
    await clone.end();
    assert.deepEqual(inventory(stack), before);
  });

  it("starts from nothing with three managers and four workers in two pools", async () => {
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    assert.equal(code, 0, output);
    assertLarge();
    ({ swarmId } = await promisedBy(clone));
    await clone.assertHealthy();
  });

  it("serves a page that takes longer than the load balancer's health check waits", async () => {
    const load = steadyLoad(`http://127.0.0.1:${localAddresses(stack).port + 2}`);
    await sleep(4000);
    const { answered, failures } = await load.stop();
    assert.deepEqual(failures, {});
    assert.ok(answered > 150, `${answered} requests`);
  });

  it("changes labels and availability of running nodes, and replaces no machine", async () => {
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

  it("refuses to shrink until --allow-danger names the managers and their disks", async () => {
    const old = machines();
    clone.configure(small);
    const allow = dangersOfLeaving(stack, leaving);
    for (const args of [["--yes"], ["--skip-preview", ...allow.slice(1).flatMap(allowDanger)]]) {
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

  it("shrinks to one manager and one worker, and moves the tasks of each node before it leaves", async () => {
    const { samples } = await upUnderLoad(clone, url, small, { allow: dangersOfLeaving(stack, leaving) });
    assert.deepEqual(nodes("{{.Hostname}} {{.Availability}}"), ["manager-0 Active", "web-0 Active"]);
    assert.deepEqual(
      findHastyLeavers(samples, "manager-0", ["jobs-0", "manager-1", "manager-2", "web-1", "web-2"]),
      [],
    );
    await assertHealed(clone, swarmId);
  });

  it("grows again to three managers and four workers", async () => {
    const { samples } = await upUnderLoad(clone, url, large);
    assertLarge();
    const asked = new Set(samples.filter(({ nodes }) => nodes.length > 0).map(({ manager }) => manager));
    assert.deepEqual([...asked].sort(), ["manager-0", "manager-1", "manager-2"]);
  });

  it("spreads replicas over new nodes if swarm:rebalance is true", async () => {
    assert.deepEqual(Object.keys(innerTasks()).sort(), ["manager-0", "web-0"]);
    const edge = steadyLoad(`http://127.0.0.1:${localAddresses(stack).port + 1}`);
    await upUnderLoad(clone, url, { ...large, rebalance: true });
    assert.equal(Object.keys(innerTasks()).length, 6);
    for (const node of ["jobs-0", "web-2"]) manager("node", "update", "--availability", "drain", node);
    const total = () => Object.values(innerTasks()).reduce((sum, count) => sum + count, 0);
    for (let tries = 0; tries < 60 && total() !== 6; tries++) await sleep(500);
    for (const node of ["jobs-0", "web-2"]) manager("node", "update", "--availability", "active", node);
    const { code, output } = await clone.npm("rebalance");
    assert.equal(code, 0, output);
    assert.match(output, /^SERVICE +BEFORE +AFTER$/m);
    assert.match(output, /^plain_inner is rebalanced$/m);
    assert.doesNotMatch(output, /plain_(web|edge) is rebalanced/);
    assert.equal(Object.keys(innerTasks()).length, 6, output);
    const { failures } = await edge.stop();
    assert.deepEqual(failures, {});
  });

  it("restores a killed manager as the same member and a killed worker as a new one", async () => {
    const ids = () => {
      const list = ["docker", "node", "ls", "--format", "{{.Hostname}} {{.ID}}"];
      return Object.fromEntries(
        onNode(stack, "manager-1", ...list)
          .sort()
          .map((line) => line.split(" ")),
      );
    };
    clone.configure(large);
    const old = ids();
    docker("rm", "--force", "--volumes", machine(stack, "manager-0"), machine(stack, "web-0"));
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    assert.equal(code, 0, output);
    // The managers may still be electing a leader, and only a leader can answer.
    let fresh = ids();
    for (let tries = 0; tries < 60 && Object.keys(fresh).join() !== Object.keys(old).join(); tries++) {
      await sleep(500);
      fresh = ids();
    }
    assert.deepEqual(Object.keys(fresh), Object.keys(old), output);
    assert.equal(fresh["manager-0"], old["manager-0"]);
    assert.notEqual(fresh["web-0"], old["web-0"]);
    await clone.assertHealthy();
  });

  secrets.assertHidden("manager-0");
});
