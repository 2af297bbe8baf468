import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import { Clone } from "../support/clone.ts";
import { type Changes, dnsrr, healthcheck, shop, side } from "../support/deployedStacks.ts";
import { containerOn, inventory, machine, onNode } from "../support/engine.ts";
import { assertAllAnswered, json, steadyLoad } from "../support/load.ts";
import { localAddresses } from "../support/localAddresses.ts";
import { writeServer } from "../support/smallImage.ts";
import { deployAndRemove, type Trouble } from "../support/stackRounds.ts";

const stack = "e2e-deployments";
const { port } = localAddresses(stack);
const url = `http://127.0.0.1:${port}`;

/** One cluster; each test continues where the previous one ended. */
describe("deployments that fail and succeed", () => {
  const held = inventory(stack);
  let timeout = 120;
  const settings = (...stacks: string[]) => ({
    managers: 1,
    workers: 0,
    stacks: Object.fromEntries(stacks.map((name) => [name, { file: `work/${name}.yaml`, timeout }])),
    local: localAddresses(stack),
  });
  const clone = new Clone(stack, settings("shop"));
  const write = (changes: Changes) => writeFileSync(clone.path("work/shop.yaml"), stringify(shop(changes)));
  const up = () => clone.npm("up", "--yes", "--skip-preview");
  const swarm = (...args: string[]) => onNode(stack, "manager-0", "docker", ...args);
  const ids = (service: string) =>
    swarm("service", "ps", service, "--quiet", "--no-trunc", "--filter", "desired-state=running").sort();
  const jobRuns = () => swarm("service", "ps", "shop_migrate", "--quiet", "--no-trunc").sort();
  const served = async () => (await fetch(url)).text();
  /** The services in the report; Pulumi shows it while it runs and once more at the end. */
  const reported = (output: string) =>
    [...new Set([...output.matchAll(/--- tasks of (\S+)/g)].map(([, name]) => name))].sort();
  let rounds: Promise<Trouble> = Promise.resolve(undefined);

  before(() => {
    writeServer(clone, "work/server", "tinyServer");
    writeFileSync(clone.path("work/side.yaml"), stringify(side));
    writeFileSync(clone.path("work/word.txt"), "hush\n");
  });

  after(async () => {
    await rounds;
    await clone.end();
  });

  it("fail with a report of every service that failed", async () => {
    write({
      version: "broken",
      job: "echo no such table; exit 3",
      once: "echo no such file; exit 4",
      place: false,
    });
    const { code, output } = await up();
    assert.notEqual(code, 0);
    assert.deepEqual(reported(output), ["shop_late", "shop_migrate", "shop_once", "shop_web"], output);
    const says = (line: string) => assert.ok(output.includes(`stack shop: service ${line}`), output);
    says("migrate failed: task: non-zero exit (3); a job is not rolled back");
    says("once failed: task: non-zero exit (4); a job is not rolled back");
    says(
      "web fails again and again: task: non-zero exit (255); there is no previous version to roll back to",
    );
    says(
      "late cannot start: no suitable node (scheduling constraints not satisfied on 1 node); there is no previous version to roll back to",
    );
    for (const args of ["no such table", "no such file", "broken on purpose"])
      assert.ok(output.includes(args));
    assert.match(output, /shop_once\.1 +manager-0 +Failed .*task: non-zero exit \(4\)/);
  });

  it("converge once the files are fixed; jobs are done when they have finished", async () => {
    swarm("network", "create", "--driver", "overlay", "--subnet", "10.90.0.0/28", "shared");
    clone.configure(settings("shop", "side"));
    write({});
    const { code, output } = await up();
    assert.equal(code, 0, output);
    assert.match(output, /shop: edge 1\/1 {2}web 2\/2 {2}late 1\/1 {2}migrate 1\/1 {2}once 1\/1/);
    assert.equal(await served(), "1");
  });

  it("fail twice with the same broken file, while the old version answers and unchanged services keep running", async () => {
    const kept = { edge: ids("shop_edge"), side: ids("side_side"), web: ids("shop_web"), job: jobRuns() };
    // The version that crashed may leave swarm with a second task in a slot, which `up` must remove.
    assert.equal(kept.web.length, 2, swarm("service", "ps", "shop_web", "--no-trunc").join("\n"));
    const [image = ""] = swarm(
      "service",
      "inspect",
      "side_side",
      "--format",
      "{{.Spec.TaskTemplate.ContainerSpec.Image}}",
    );
    const own = { driver: "overlay", ipam: { config: [{ subnet: "10.91.0.0/28" }] } };
    const again = {
      services: {
        web: {
          image,
          command: ["sleep", "1d"],
          init: true,
          healthcheck: { ...healthcheck, test: ["CMD", "true"] },
          networks: ["own", "shared"],
          deploy: { ...dnsrr, replicas: 2 },
        },
      },
      networks: { own, shared: { external: true } },
    };
    rounds = deployAndRemove(machine(stack, "manager-0"), stringify(again), 20);
    write({ version: "broken", place: false });
    for (const attempt of ["first", "second"]) {
      const load = steadyLoad(url);
      const { code, output } = await up();
      const { answered, failures } = await load.stop();
      assert.notEqual(code, 0, attempt);
      assert.deepEqual(failures, {}, attempt);
      assert.ok(answered > 300, `${answered} requests`);
      assert.deepEqual(reported(output), ["shop_late", "shop_web"], output);
      assert.match(output, /service web was rolled back: .*; the previous version is running/);
      assert.match(output, /service late cannot start: no suitable node .*; the previous version is running/);
      assert.equal(await served(), "1");
    }
    const now = { edge: ids("shop_edge"), side: ids("side_side"), web: ids("shop_web"), job: jobRuns() };
    assert.deepEqual(now, kept);
  });

  it("add replicas without restarting a task, and run a changed job again", async () => {
    const kept = { edge: ids("shop_edge"), late: ids("shop_late"), side: ids("side_side") };
    const [first, second] = ids("shop_web");
    write({ replicas: 3, job: "echo migrated further" });
    const runs = jobRuns();
    const { code, output } = await up();
    assert.equal(code, 0, output);
    assert.deepEqual({ edge: ids("shop_edge"), late: ids("shop_late"), side: ids("side_side") }, kept);
    const web = ids("shop_web");
    assert.equal(web.length, 3);
    assert.ok(first && second && web.includes(first) && web.includes(second));
    assert.equal(jobRuns().filter((id) => !runs.includes(id)).length, 1);
  });

  it("answer again after a service hung with more connections than it can hold", async () => {
    const container = containerOn(stack, "manager-0", "shop_edge");
    swarm("kill", "--signal", "STOP", container);
    const sockets = Array.from({ length: 1500 }, () => connect(port, "127.0.0.1").on("error", () => {}));
    await sleep(4000);
    for (const socket of sockets) socket.destroy();
    swarm("kill", "--signal", "CONT", container);
    // Connections that the kernel was still making end with a reset.
    await json(url);
    const load = steadyLoad(url);
    await sleep(5000);
    await assertAllAnswered(load);
  });

  it("end connections to a machine that vanishes", async () => {
    // Answers get lost, but the service sees its connections end.
    const rule =
      "PREROUTING --in-interface docker_gwbridge --protocol tcp --source-port 8080 --jump DROP".split(" ");
    const idle = connect(port, "127.0.0.1");
    const sending = connect(port, "127.0.0.1");
    const ends = [idle, sending].map((socket) =>
      once(socket, "close", { signal: AbortSignal.timeout(15_000) }),
    );
    await Promise.all([idle, sending].map((socket) => once(socket, "connect")));
    await sleep(500);
    onNode(stack, "manager-0", "iptables", "--table", "mangle", "--append", ...rule);
    try {
      sending.write("GET / HTTP/1.0\r\n\r\n");
      await Promise.all(ends);
    } finally {
      onNode(stack, "manager-0", "iptables", "--table", "mangle", "--delete", ...rule);
    }
    // The machine passes its checks again within a second.
    assert.equal(await json(url), 1);
  });

  it("change a service only once the migration that it waits for has completed", async () => {
    const upUnderLoad = async (job: string) => {
      write({ replicas: 3, version: "2", waits: true, job });
      const load = steadyLoad(url);
      const result = await up();
      assert.deepEqual((await load.stop()).failures, {}, job);
      return result;
    };
    const kept = ids("shop_web");
    const failed = await upUnderLoad("echo no such column; exit 3");
    assert.notEqual(failed.code, 0);
    assert.match(
      failed.output,
      /service migrate failed: task: non-zero exit \(3\); a job is not rolled back/,
    );
    assert.match(failed.output, /stack shop: edge, web, late, once were not changed/);
    timeout = 10;
    clone.configure(settings("shop", "side"));
    const hung = await upUnderLoad("echo waits for a lock; sleep 600");
    assert.notEqual(hung.code, 0);
    assert.match(hung.output, /stack shop: not converged after 10 s \(migrate 0\/1\)/);
    assert.deepEqual(ids("shop_web"), kept);
    assert.equal(await served(), "1");
    timeout = 120;
    clone.configure(settings("shop", "side"));
    const { code, output } = await upUnderLoad("echo migrated to 2");
    assert.equal(code, 0, output);
    assert.equal(await served(), "2");
  });

  it("deploy and remove a stack twenty times without losing an address", async () => {
    assert.equal(await rounds, undefined);
  });

  it("remove one of two stacks, and nothing of the other", async () => {
    const kept = [ids("shop_edge"), ids("shop_web")];
    clone.configure(settings("shop"));
    const refused = await up();
    assert.equal(refused.code, 3, refused.output);
    assert.ok(
      refused.output.endsWith(`
stack ${stack}: this update would lose data or an address, so nothing was changed
  side: The stack side is removed with all its services; its volumes stay on the nodes.
  → if you want that, run the command again with --allow-danger side
`),
      refused.output,
    );
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview", "--allow-danger", "side");
    assert.equal(code, 0, output);
    assert.deepEqual([ids("shop_edge"), ids("shop_web")], kept);
    const names = (kind: string, format = "{{.Name}}") =>
      swarm(kind, "ls", "--format", format).filter((name) => /side|shared/.test(name));
    assert.deepEqual(
      ["service", "network", "config", "secret", "volume"].map((kind) => names(kind)),
      [[], ["shared"], [], [], ["side_store"]],
    );
    assert.equal(await served(), "2");
  });

  it("leave the engine as it was", async () => {
    const { code, output } = await clone.npm("destroy");
    assert.equal(code, 0, output);
    assert.deepEqual(inventory(stack), held);
  });
});
