import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clone } from "../support/clone.ts";
import { assertAllowed } from "./allowedActions.ts";
import { assertNothingLeft, endCluster, startCluster, succeed } from "./emulatedCluster.ts";
import type { Instance } from "./emulator/awsApi.ts";
import { onBody } from "./emulator/bodies.ts";
import type { Emulator } from "./emulator/emulator.ts";

const stack = "e2e-aws-public";

/** A cluster with public addresses in a troubled account; each test continues where the previous one ended. */
describe("a cluster of target aws with public addresses", () => {
  const aws = {
    region: "us-east-1",
    adminCidrs: ["198.18.0.0/24"],
    network: { private: false, zones: 2 },
    managers: { disk: 8 },
    machines: { engine: "debian", sessionManager: false },
    entryPoint: { deregistrationDelay: 5 },
  };
  const pool = { count: 1, spot: false };
  const settings = {
    ...{ target: "aws", managers: 3, workers: { web: pool } },
    stacks: { example: { file: "example/compose.yaml" } },
    aws,
  };
  /** The address of this computer, as the page tells it. */
  let own = "";
  const page = createServer((_request, answer) => answer.end(own));
  let self = {};
  /** From the second half on. */
  const grown = () => ({
    workers: { web: { ...pool, spot: true } },
    aws: { ...aws, ...self, network: { ...aws.network, zones: 3 } },
  });
  let emulator: Emulator;
  let clone: Clone;

  const run = (command: string, ...args: string[]) => succeed(clone, command, ...args);
  const up = (changes: object = {}, ...args: string[]) => {
    clone.configure({ ...settings, ...changes });
    return run("up", "--yes", "--skip-preview", ...args);
  };
  const instances = async (): Promise<Record<string, Instance>> => {
    const { instances: all } = await emulator.api.state();
    const running = all.filter(({ state }) => state === "running");
    return Object.fromEntries(running.map((one) => [one.tags["swarm.node"] ?? "", one]));
  };
  const addresses = async () =>
    Object.entries(await instances()).map(([node, { privateAddress }]) => [node, privateAddress]);
  const nodeIds = async () => {
    const manager = await emulator.machine("manager-0");
    const list = await onBody(manager, "docker", "node", "ls", "--format", "{{.Hostname}} {{.ID}}");
    return Object.fromEntries(list.map((line) => line.split(" ")));
  };
  /** The ranges that can connect to SSH. */
  const admins = async () => {
    const [, ...rules] = (await emulator.api.call("ec2", "DescribeSecurityGroupRules", {})).split(
      "<groupId>",
    );
    const open = rules.filter((rule) => rule.includes("<fromPort>22</fromPort>"));
    return open.flatMap((rule) => /<cidrIpv4>([^<]*)</.exec(rule)?.[1] ?? []);
  };
  /** What AWS was last asked for to make this node: `spot`, or undefined. */
  const marketOf = async (node: string) => {
    const calls = (await emulator.api.calls()).filter(({ action }) => action === "RunInstances");
    const last = calls.findLast(({ parameters }) => Object.values(parameters).includes(node));
    return last?.parameters["InstanceMarketOptions.MarketType"];
  };
  /** How often AWS was called to do this. */
  const count = async (action: string) =>
    (await emulator.api.calls()).filter((call) => call.action === action).length;
  const repositories = async () =>
    (await emulator.api.state()).repositories.map(({ name }) => name.split("/").slice(2).join("/")).sort();

  before(async () => {
    await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
    const addressUrl = `http://127.0.0.1:${(page.address() as AddressInfo).port}/`;
    self = { adminCidrs: ["self"], addressUrl };
    ({ emulator, clone } = await startCluster(stack, settings));
  });

  after(() => {
    page.close();
    return endCluster(emulator, clone, "transcript-public.txt");
  });

  it("refuses a type that a zone does not offer, before it creates anything", async () => {
    clone.configure({ ...settings, aws: { ...aws, network: { zones: ["us-east-1a", "us-east-1e"] } } });
    const { code, output } = await clone.npm("preview");
    assert.equal(code, 1, output);
    assert.match(
      output,
      /swarm:aws\.managers: us-east-1e, the zone of manager-1, does not offer t3\.small\n.*→ use another type, or the zones that offer it \(swarm:aws\.network\.zones\): us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1f/,
    );
    assert.equal(await count("CreateVpc"), 0);
  });

  it("refuses an address for which SSH is closed, before it creates anything", async () => {
    own = "192.0.2.9";
    clone.configure({ ...settings, aws: { ...aws, ...self, adminCidrs: aws.adminCidrs } });
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    assert.notEqual(code, 0, output);
    assert.match(
      output,
      /swarm:aws\.adminCidrs: 198\.18\.0\.0\/24 does not contain 192\.0\.2\.9, the address of this computer, so SSH to the machines cannot work\n.*→ nothing was changed\. Add 192\.0\.2\.9\/32/,
    );
    assert.equal(await count("CreateVpc"), 0);
  });

  it("starts from nothing while AWS throttles", async () => {
    await emulator.api.trouble({ throttled: 40 });
    await up();
    await emulator.api.trouble({});
    assert.deepEqual(await admins(), ["198.18.0.0/24"]);
    assert.deepEqual((await addresses()).sort(), [
      ["manager-0", "10.64.128.4"],
      ["manager-1", "10.64.144.5"],
      ["manager-2", "10.64.128.6"],
      ["web-0", (await instances())["web-0"]?.privateAddress],
    ]);
    for (const { publicAddress } of Object.values(await instances()))
      assert.match(publicAddress ?? "", /^203\.0\.113\./);
    // So that later pushes do not make ECR expire what runs.
    for (const { name, tags } of (await emulator.api.state()).repositories)
      assert.ok(
        tags.some((tag) => tag.startsWith("deployed-")),
        `${name}: ${tags}`,
      );
    await clone.assertHealthy();
  });

  it("starts a stopped worker, and replaces nothing for a setting or an impaired zone", async () => {
    const [nodes, machines, runs] = [await nodeIds(), await instances(), await count("RunInstances")];
    await emulator.stopMachine("web-0");
    await emulator.api.trouble({ impaired: ["us-east-1b"] });
    const network = { ...aws.network, zones: 3 };
    own = "198.51.100.7";
    await up({ aws: { ...aws, ...self, network, machines: { ...aws.machines, sessionManager: true } } });
    await emulator.api.trouble({});
    assert.deepEqual(await admins(), ["198.51.100.7/32"]);
    assert.equal(await count("RunInstances"), runs);
    assert.equal(await count("DeleteSubnet"), 0);
    const now = await instances();
    for (const [node, { id, privateAddress }] of Object.entries(machines))
      assert.deepEqual([now[node]?.id, now[node]?.privateAddress], [id, privateAddress], node);
    assert.notEqual(now["web-0"]?.publicAddress, machines["web-0"]?.publicAddress);
    assert.deepEqual(await nodeIds(), nodes);
    await clone.assertHealthy();
  });

  let nodes: Record<string, string>;
  let machines: Record<string, Instance>;

  it("names what AWS has no capacity for", async () => {
    [nodes, machines] = [await nodeIds(), await instances()];
    await emulator.terminate("manager-2");
    await emulator.api.trouble({ exhausted: ["us-east-1a", "us-east-1b", "us-east-1c"] });
    clone.configure({ ...settings, ...grown() });
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    assert.notEqual(code, 0, output);
    assert.match(output, /AWS has no capacity for (manager-2|web-0): (spot )?t3\.small in us-east-1[abc]\n/);
    assert.match(output, /→ run npm run up again later: it goes on where it stopped\./);
  });

  it("brings a lost manager back to its disk in another number of zones, and a worker to spot", async () => {
    // The address of the old machine is not free yet.
    await emulator.api.trouble({ lingering: 3 });
    own = "198.51.100.8";
    assert.match(await up(grown()), /waits until AWS frees 10\.64\.128\.6, the address of manager-2/);
    const [now, ids] = [await instances(), await nodeIds()];
    assert.equal(now["manager-2"]?.privateAddress, "10.64.128.6");
    assert.equal(ids["manager-2"], nodes["manager-2"]);
    assert.notEqual(now["web-0"]?.id, machines["web-0"]?.id);
    assert.equal(await marketOf("web-0"), "spot");
    assert.deepEqual(await admins(), ["198.51.100.8/32"]);
    await clone.assertHealthy();
  });

  it("takes over a removed service's repository, and returns a spot worker to on-demand", async () => {
    const all = await repositories();
    const stacks = { ...settings.stacks, more: { file: "more.yaml" } };
    const build = { context: "./example/edge", args: { SWARM_BASE_IMAGE: null } };
    const extra = { build, command: ["sleep", "infinity"], stop_signal: "SIGKILL" };
    clone.write({ "more.yaml": JSON.stringify({ services: { extra } }) });
    await up({ ...grown(), stacks });
    assert.deepEqual(await repositories(), [...all, "more/extra"]);
    await up(grown(), "--allow-danger", "more");
    assert.deepEqual(await repositories(), [...all, "more/extra"]);
    const created = await count("CreateRepository");
    const [spot, ids] = [await emulator.idOf("web-0"), await nodeIds()];
    await up({ ...grown(), workers: settings.workers, stacks });
    assert.equal(await count("CreateRepository"), created);
    assert.notEqual(await emulator.idOf("web-0"), spot);
    assert.equal(await marketOf("web-0"), undefined);
    const { "web-0": replaced, ...others } = await nodeIds();
    assert.ok(replaced && replaced !== ids["web-0"], replaced);
    assert.deepEqual({ ...others, "web-0": ids["web-0"] }, ids);
    await clone.assertHealthy();
  });

  it("comes up again after it was destroyed, with the repositories that stayed", async () => {
    await run("destroy", "--yes");
    const { repositories: kept, ...left } = await emulator.api.left();
    assert.deepEqual(left, {});
    assert.equal(kept?.length, 4);
    const registry = { forceDelete: true };
    await up({ managers: 1, aws: { ...aws, registry } });
    await clone.assertHealthy();
    await run("destroy", "--yes");
    assert.deepEqual((await emulator.api.left()).repositories, [`swarm/${stack}/more/extra`]);
  });

  it("calls no AWS action that the deployer's policies do not allow", () =>
    assertAllowed(emulator.api, "ec2:AllocateAddress", "ec2:StartInstances", "ec2:RunInstances"));

  it("leaves nothing behind on this computer", () => assertNothingLeft(emulator));
});
