import assert from "node:assert/strict";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Clone } from "../support/clone.ts";
import { docker, inventory, onNode } from "../support/engine.ts";
import { fault } from "../support/faults.ts";
import { type Kills, upKilledAtEachEvent } from "../support/killedRuns.ts";
import { assertHealed } from "../support/oracle.ts";

const stack = "faults-killed";

/** Quick to build and to end: what is tried here is Pulumi, not the application. */
const compose = (version: string) => `
services:
  web:
    build: ./web
    init: true
    environment: {VERSION: "${version}"}
    networks: [front]
    ports: [{target: 8080, published: 8080, mode: host}]
    deploy: {mode: global, endpoint_mode: dnsrr, update_config: {monitor: 2s}}
networks: {front: {}}
`;

/** Everything that carries the stack's label, by the container's node or role. */
const containers = () =>
  docker("ps", "--all", "--filter", `label=swarm.stack=${stack}`, "--format", "{{.Names}}")
    .map((name) => name.replace(/^swarm-faults-killed-/, "").replace(/-[0-9a-f]{7}$/, ""))
    .sort();

const answer = async () => (await (await fetch("http://127.0.0.1:18900")).text()).trim();

const told = (kills: Kills) =>
  `${kills.length} runs killed, ${kills.filter((kill) => kill.startsWith("during")).length} of them in the middle of a resource`;

describe("an up that is killed at each of its events", () => {
  const before = inventory(stack);
  const settings = {
    managers: 1,
    workers: 1,
    stacks: { small: { file: "small/compose.yaml" } },
    local: { port: 18900, subnet: "172.31.89.0/24" },
  };
  const clone = new Clone(stack, settings);
  let swarmId: string | undefined;

  const write = (version: string) => clone.write({ "small/compose.yaml": compose(version) });

  mkdirSync(clone.path("small"));
  cpSync(join(import.meta.dirname, "../support/tinyServer"), clone.path("small/web"), { recursive: true });
  write("1");

  after(async () => {
    const { code, output } = await clone.npm("destroy");
    clone.remove();
    assert.equal(code, 0, output);
    assert.deepEqual(inventory(stack), before);
  });

  fault("the first up, killed at each event", "npm run unlock and up go on", 1200, async (run) => {
    const kills = await upKilledAtEachEvent(clone);
    run.saw(told(kills));
    assert.ok(kills.length > 20, kills.join(", "));
    ({ swarmId } = await assertHealed(clone, undefined));
    assert.equal(await answer(), "1");
    assert.deepEqual(containers(), ["balancer", "manager-0", "registry", "worker-0"]);
  });

  fault("growing by a worker, killed at each event", "one new node, no machine twice", 400, async (run) => {
    clone.configure({ ...settings, workers: 2 });
    run.saw(told(await upKilledAtEachEvent(clone)));
    await assertHealed(clone, swarmId);
    assert.deepEqual(containers(), ["balancer", "manager-0", "registry", "worker-0", "worker-1"]);
  });

  fault("a rollout, killed at each event", "the new version everywhere", 400, async (run) => {
    write("2");
    run.saw(told(await upKilledAtEachEvent(clone)));
    await assertHealed(clone, swarmId);
    assert.equal(await answer(), "2");
  });

  fault(
    "a worker that leaves, killed at each event",
    "the node and its machine are gone",
    400,
    async (run) => {
      clone.configure(settings);
      run.saw(told(await upKilledAtEachEvent(clone)));
      await assertHealed(clone, swarmId);
      assert.deepEqual(containers(), ["balancer", "manager-0", "registry", "worker-0"]);
      const nodes = onNode(stack, "manager-0", "docker", "node", "ls", "--format", "{{.Hostname}}");
      assert.deepEqual(nodes.sort(), ["manager-0", "worker-0"]);
    },
  );
});
