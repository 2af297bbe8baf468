import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clone } from "../support/clone.ts";
import { assertAllAnswered, json, steadyLoad } from "../support/load.ts";
import { filesBelow, seen } from "../support/secrets.ts";
import { assertAllowed } from "./allowedActions.ts";
import { assertNothingLeft, endCluster, startCluster, succeed } from "./emulatedCluster.ts";
import { onBody } from "./emulator/bodies.ts";
import { credentialsOf } from "./emulator/credentials.ts";
import type { Emulator } from "./emulator/emulator.ts";
import { registryHost } from "./emulator/places.ts";
import { assertReplaced, idsOf } from "./replacements.ts";
import { secretsOf } from "./secretsOf.ts";
import { bytesOfFiftyNodes } from "./storedState.ts";
import { Watch } from "./watch.ts";

const stack = "e2e-aws";
const deregistrationDelay = 5;
const policiesHold = /Policies:\s+✅ swarm@/;

/** One cluster's life from creation to destruction; each test continues where the previous one ended. */
describe("a cluster of target aws", () => {
  const settings = {
    target: "aws",
    managers: 1,
    workers: 1,
    stacks: { example: { file: "example/compose.yaml" } },
    aws: {
      region: "us-east-1",
      adminCidrs: ["198.18.0.0/24"],
      // No such page can be reached, and Pulumi would update once more because of the warning.
      addressUrl: "none",
      network: { private: true },
      managers: { disk: 8 },
      machines: { engine: "debian" },
      registry: { forceDelete: true },
      entryPoint: { deregistrationDelay },
    },
  };
  let emulator: Emulator;
  let clone: Clone;
  let endpoint = "";
  /** Before a zone was lost. */
  let known: [nodes: Record<string, string>, swarmId: string];

  const up = (...args: string[]) => succeed(clone, "up", "--yes", "--skip-preview", ...args);
  const outputs = async () => JSON.parse((await clone.npm("pulumi", "stack", "output", "--json")).output);
  const running = async () =>
    (await emulator.api.state()).instances.filter(({ state }) => state === "running");
  const onManager = async (...args: string[]) => onBody(await emulator.machine("manager-0"), ...args);
  const nodes = async (format: string) =>
    (await onManager("docker", "node", "ls", "--format", format)).sort();
  const nodeIds = async () =>
    Object.fromEntries((await nodes("{{.Hostname}} {{.ID}}")).map((line) => line.split(" ")));

  before(async () => {
    ({ emulator, clone } = await startCluster(stack, settings));
  });

  after(() => endCluster(emulator, clone, "transcript.txt"));

  it("previews with public addresses too, and passes the policy pack", async () => {
    const { aws } = settings;
    clone.configure({ ...settings, managers: 3, aws: { ...aws, network: { private: false } } });
    const { code, output } = await clone.npm("preview", "--policy-pack", "test/policy");
    clone.configure(settings);
    assert.equal(code, 0, output);
    assert.match(output, /aws:ec2:Eip manager-2-address create/);
    assert.doesNotMatch(output, /aws:ec2:NatGateway|bastion/);
    // Who pulls is the machines' role, which AWS has not named yet: `up` checks it.
    assert.match(output, /Policies:\s+⚠️ swarm@/);
    const remarks = output.match(/^ +- \[.*$/gm) ?? [];
    assert.deepEqual(
      remarks.map((line) => line.trim()).sort(),
      ["api", "data", "edge"].map(
        (name) => `- [advisory]  private-images  (aws:ecr:RepositoryPolicy: example/${name})`,
      ),
    );
    assert.equal(output.match(/can't run policy 'private-images'/g)?.length, 3);
  });

  it("starts from nothing, and passes the policy pack", async () => {
    const output = await up("--policy-pack", "test/policy");
    assert.match(output, policiesHold);
    assert.deepEqual(await nodes("{{.Hostname}} {{.Status}} {{.ManagerStatus}}"), [
      "manager-0 Ready Leader",
      "worker-0 Ready",
    ]);
    await clone.assertHealthy();
  });

  it("has the documented outputs, and answers at the load balancer's name", async () => {
    const { endpoint: url, nodes: list, images, swarmId } = await outputs();
    endpoint = url;
    assert.match(endpoint, /^http:\/\/[a-z0-9-]+\.us-east-1\.elb\.amazonaws\.com:8000$/);
    assert.ok((await json<{ visits: number }>(`${endpoint}/api/visit`)).visits > 0);
    assert.deepEqual(
      list.map(({ name, role }: Record<string, string>) => `${name} ${role}`),
      ["manager-0 manager", "worker-0 worker"],
    );
    for (const { address } of list) assert.match(address, /^10\.64\./);
    assert.deepEqual(Object.keys(images).sort(), ["api", "data", "edge"]);
    for (const image of Object.values(images))
      assert.match(
        String(image),
        new RegExp(`^${registryHost}/swarm/${stack}/example/\\w+@sha256:[0-9a-f]{64}$`),
      );
    assert.match(swarmId, /^[a-z0-9]{25}$/);
  });

  it("opens a shell on a node behind the bastion", async () => {
    assert.deepEqual(await clone.npm("ssh", "worker-0", "hostname"), { code: 0, output: "worker-0\n" });
  });

  it("keeps a manager's engine on its volume", async () => {
    const mounts = await onManager(
      ...["findmnt", "--noheadings", "--output", "SOURCE,FSTYPE", "/var/lib/docker"],
    );
    // The last mount is on top of the container's own.
    assert.match(mounts.at(-1) ?? "", /^\/dev\/loop\d+ +ext4$/);
  });

  it("changes nothing when nothing changed", async () => {
    const output = await up("--expect-no-changes");
    assert.doesNotMatch(output, /\d+ (created|updated|replaced|deleted)/);
    // So one preview is all that an `up` without changes takes.
    assert.match(output, /^Stack e2e-aws is as the settings say: there is nothing to update$/m);
  });

  it("stops with credentials of another account, before it reads or changes anything", async () => {
    const variables = await credentialsOf(emulator.api.url, "999999999999");
    const before = await emulator.api.state();
    for (const args of [["preview"], ["up", "--yes"], ["refresh", "--yes"], ["destroy", "--yes"]]) {
      const command = [process.execPath, "tools/run.mjs", "pulumi", ...args, "--stack", stack];
      const { code, output } = await clone.run("env", [...variables, ...command]);
      assert.notEqual(code, 0, output);
      assert.ok(
        output.includes(
          `stack ${stack} is in the AWS account 123456789012, but the credentials are of account 999999999999\n  → nothing was changed. Use credentials of that account: export AWS_PROFILE=…`,
        ),
        output,
      );
    }
    assert.deepEqual(await emulator.api.state(), before);
    assert.match(await up("--expect-no-changes"), /unchanged/);
  });

  it("reports what was changed by hand, and reverts it", async () => {
    const id = (await nodeIds())["worker-0"] ?? "";
    await onManager("docker", "node", "update", "--availability", "pause", id);
    const preview = await clone.npm("preview");
    assert.equal(preview.code, 0, preview.output);
    assert.match(preview.output, /node worker-0 is on pause, and was set to active; up reverts it/);
    await up();
    const inspect = ["docker", "node", "inspect", "--format", "{{.Spec.Availability}}"];
    assert.deepEqual(await onManager(...inspect, id), ["active"]);
  });

  it("grows to three managers and two workers", async () => {
    clone.configure({ ...settings, managers: 3, workers: 2 });
    await up();
    assert.deepEqual(await nodes("{{.Hostname}} {{.Status}}"), [
      "manager-0 Ready",
      "manager-1 Ready",
      "manager-2 Ready",
      "worker-0 Ready",
      "worker-1 Ready",
    ]);
    const managers = (await nodes("{{.ManagerStatus}}")).filter(Boolean);
    assert.deepEqual(managers, ["Leader", "Reachable", "Reachable"]);
    const zones = (await running())
      .filter(({ tags }) => tags["swarm.node"]?.startsWith("manager"))
      .map(({ zone }) => zone);
    assert.equal(new Set(zones).size, 3, `managers share a zone: ${zones}`);
    const bytes = bytesOfFiftyNodes(JSON.parse((await clone.npm("pulumi", "stack", "export")).output));
    assert.ok(bytes < 1_000_000, `${bytes} bytes of state`);
    await clone.assertHealthy();
  });

  it("answers without a zone, and does not shrink meanwhile", async () => {
    known = [await nodeIds(), (await outputs()).swarmId];
    const zone = (await running()).find(({ tags }) => tags["swarm.node"] === "worker-0")?.zone ?? "";
    const lost = (await running()).flatMap((one) =>
      one.zone === zone ? [one.tags["swarm.node"] ?? ""] : [],
    );
    assert.deepEqual(lost.sort(), ["manager-2", "worker-0"]);
    await emulator.api.trouble({ impaired: [zone], exhausted: [zone] });
    await Promise.all(lost.map((node) => emulator.terminate(node)));
    const down = ["manager-2 Down Unreachable", "worker-0 Down"];
    let list: string[] = [];
    for (let tries = 0; tries < 120 && down.some((line) => !list.includes(line)); tries++, await sleep(500))
      list = (await nodes("{{.Hostname}} {{.Status}} {{.ManagerStatus}}")).map((line) => line.trim());
    assert.deepEqual([list[2], list[3]], down);
    await json(`${endpoint}/api/visit`);
    const load = steadyLoad(`${endpoint}/api/visit`);
    const preview = await clone.npm("preview");
    assert.equal(preview.code, 0, preview.output);
    for (const node of lost) {
      assert.ok(preview.output.includes(`node ${node} is Down: its machine does not run; up brings it back`));
      assert.match(preview.output, new RegExp(`aws:ec2:Instance ${node} create`));
    }
    const calls = await emulator.api.calls();
    clone.configure({ ...settings, workers: 2 });
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    assert.notEqual(code, 0, output);
    assert.match(
      output,
      /(manager-1 and manager-2|manager-2 and manager-1) should leave, but manager-2 cannot be reached: the swarm would lose its quorum\n.*→ nothing was changed\. Bring manager-2 back first, with as many managers as before: npm run up/,
    );
    assert.deepEqual((await emulator.api.calls()).slice(calls.length), []);
    await assertAllAnswered(load);
  });

  it("restores a zone: its manager as the same member, its worker as another one", async () => {
    await emulator.api.trouble({});
    clone.configure({ ...settings, managers: 3, workers: 2 });
    await up();
    const [{ "worker-0": old, ...others }, swarmId] = known;
    const { "worker-0": restored, ...same } = await nodeIds();
    assert.deepEqual(same, others);
    assert.ok(restored && restored !== old, restored);
    assert.equal((await outputs()).swarmId, swarmId);
    await clone.assertHealthy();
  });

  it("replaces all machines for a new image, one manager at a time, without a failed request", async () => {
    const [before, { swarmId }] = [await nodeIds(), await outputs()];
    const instances = await idsOf(emulator, Object.keys(before));
    const { aws } = settings;
    const machines = { ...aws.machines, upgrade: "next" };
    await emulator.api.release();
    clone.configure({ ...settings, managers: 3, workers: 2, aws: { ...aws, machines } });
    const watch = Watch.start(emulator);
    // The page, which every node has: visits are counted on manager-0 alone. AWS ends the connections of old machines.
    const load = steadyLoad(`${endpoint}/`, "GET", { connection: "close" });
    await up();
    await assertAllAnswered(load);
    const { managersMissing } = await watch.stop();
    assert.ok(managersMissing.includes(1), "no manager was replaced");
    assert.ok(Math.max(...managersMissing) < 2, `${managersMissing}`);
    await assertReplaced(emulator, instances, deregistrationDelay);
    const images = (await running()).map(({ image }) => image);
    assert.deepEqual([...new Set(images)], ["ami-debian13amd642"]);
    const after = await nodeIds();
    for (const name of ["manager-0", "manager-1", "manager-2"]) assert.equal(after[name], before[name], name);
    for (const name of ["worker-0", "worker-1"]) assert.notEqual(after[name], before[name], name);
    assert.equal((await outputs()).swarmId, swarmId);
    await clone.assertHealthy();
  });

  it("removes a worker without a failed request", async () => {
    const { aws } = settings;
    const machines = { ...aws.machines, upgrade: "next" };
    const worker = await emulator.idOf("worker-1");
    clone.configure({ ...settings, managers: 3, aws: { ...aws, machines } });
    const watch = Watch.start(emulator);
    const load = steadyLoad(`${endpoint}/api/visit`);
    await up();
    await assertAllAnswered(load);
    const { drained } = await watch.stop();
    const calls = await emulator.api.calls();
    const deregistered = calls.findLast(
      ({ action, parameters }) =>
        action === "DeregisterTargets" && Object.values(parameters).includes(worker),
    );
    const actions = await emulator.api.actions();
    assert.ok(actions.includes("elasticloadbalancing:DescribeTargetHealth"));
    const drain = drained.get("worker-1");
    assert.ok(deregistered && drain, "it was taken out of the load balancer, and drained");
    // The watch runs every half second, so it sees the drain late at most.
    const pause = drain - deregistered.time;
    assert.ok(pause >= deregistrationDelay, `drained ${pause} seconds after it was deregistered`);
    assert.deepEqual(
      (await nodes("{{.Hostname}}")).filter((name) => name.startsWith("worker")),
      ["worker-0"],
    );
    await clone.assertHealthy();
  });

  it("shows no secret in the state or in any output", async () => {
    const args = await secretsOf(clone, emulator);
    const state = filesBelow(clone.path(".state/.pulumi"));
    assert.ok(Object.keys(state).length > 0);
    assert.deepEqual(seen(args, { ...state, output: clone.transcript }), []);
  });

  it("leaves nothing behind in the account", async () => {
    const { code, output } = await clone.npm("destroy");
    assert.equal(code, 0, output);
    assert.deepEqual(await emulator.api.left(), {});
    await sleep(1000);
    assert.equal(await emulator.containers(), "swarm-aws-registry");
  });

  it("calls no AWS action that the deployer's policies do not allow", async () => {
    await assertAllowed(emulator.api, "ec2:RunInstances", "ecr:CreateRepository");
  });

  it("leaves nothing behind on this computer", () => assertNothingLeft(emulator));
});
