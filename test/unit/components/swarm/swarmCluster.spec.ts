import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { NodeTraffic } from "../../../../components/machines/machine.ts";
import { machineSpecs } from "../../../../components/machines/machineSpecs.ts";
import type { Settings, WorkerPool } from "../../../../components/settings/settings.ts";
import { SwarmCluster } from "../../../../components/swarm/swarmCluster.ts";
import { cluster as clusterId } from "../../../support/fakeHost.ts";
import { machinesFor } from "../../../support/machines.ts";
import { type Recording, record, resolved } from "../../../support/recordedProgram.ts";
import { joinTokens, nodeIdOf, swarmId } from "../../../support/resourceAnswers.ts";

class Pull extends pulumi.CustomResource {
  constructor(name: string) {
    super("test:index:Pull", name, {});
  }
}

class Traffic extends pulumi.CustomResource {
  constructor(name: string, dependsOn: pulumi.Resource[]) {
    super("test:index:Traffic", name, {}, { dependsOn });
  }
}

interface Wanted {
  readonly nodes?: Settings["nodes"];
  /** A machine whose address may change. */
  readonly moves?: string;
  readonly managers?: number;
  readonly pools?: readonly WorkerPool[];
  readonly seed?: string;
  /** True where the machines were there before the cluster; default false. */
  readonly stays?: boolean;
  /** True where the entry point has nodes open and close one after another; default false. */
  readonly inTurn?: boolean;
}

const twoWorkers = [{ name: "worker", count: 2, labels: {} }];

function cluster({
  managers = 1,
  pools = twoWorkers,
  seed = "manager-0",
  nodes = {},
  moves = "",
  stays = false,
  inTurn = false,
}: Wanted = {}) {
  return record(() => {
    const machines = machinesFor(machineSpecs({ managers, pools, nodes })).map((machine) => ({
      ...machine,
      moves: machine.name === moves,
      stays,
    }));
    const preparations = Object.fromEntries(machines.map(({ name }) => [name, new Pull(name)]));
    const settings = { project: "swarm", stack: "test", seed, addressPool: "10.128.0.0/16", encrypt: false };
    const traffic: NodeTraffic = ({ name }, member, after) =>
      new Traffic(name, [...(member ? [member] : []), ...after]);
    return new SwarmCluster("swarm", { machines, settings, preparations, ...(inTurn ? { traffic } : {}) });
  });
}

/** The cluster that every step is told of, and no swarm to adopt. */
const owner = `${clusterId} ''`;

/** What a step's script is called with. */
function words(recording: Recording, step: string, verb: "create" | "delete" = "create"): string {
  return String(recording.find(`Command ${step}`).inputs[verb]).replace(/^.*\)"' swarm-\S+ ?/, "");
}

const edges = (recording: Recording, step: string) => recording.find(`Command ${step}`).dependencies;

describe("SwarmCluster", () => {
  it("is a bootstrap, the tokens, and for each node a join and a membership", async () => {
    const { recording } = await cluster();
    const node = "swarm:index:SwarmNode";
    const step = "command:remote:Command";
    assert.deepEqual(
      recording.tree().filter((line) => !line.startsWith("test:")),
      [
        `${step} manager-0-member < SwarmNode manager-0`,
        `${step} swarm-bootstrap < SwarmCluster swarm`,
        `${step} swarm-join-token < SwarmCluster swarm`,
        `${step} swarm-ready < SwarmCluster swarm`,
        `${step} worker-0-join < SwarmNode worker-0`,
        `${step} worker-0-member < SwarmNode worker-0`,
        `${step} worker-1-join < SwarmNode worker-1`,
        `${step} worker-1-member < SwarmNode worker-1`,
        "pulumi:index:Stash swarm-birth < SwarmCluster swarm",
        "swarm:index:SwarmCluster swarm",
        `${node} manager-0 < SwarmCluster swarm`,
        `${node} worker-0 < SwarmCluster swarm`,
        `${node} worker-1 < SwarmCluster swarm`,
      ],
    );
  });

  it("tells each script what it must know", async () => {
    const pools = [{ name: "web", count: 1, labels: { tier: "web", disk: "a b" } }];
    const { recording } = await cluster({ managers: 3, pools });
    assert.deepEqual(
      [
        "swarm-bootstrap",
        "swarm-join-token",
        "manager-0-member",
        "manager-1-join",
        "manager-2-join",
        "manager-2-member",
        "web-0-join",
        "web-0-member",
      ].map((step) => words(recording, step)),
      [
        `ours-or-none ${owner} machine-of-manager-0 address-of-manager-0 swarm/test 10.128.0.0/16 plain seed address-of-manager-1 address-of-manager-2`,
        `ours ${owner} ${swarmId}`,
        `ours ${owner} add manager-0 ${nodeIdOf("seed")} manager active`,
        `ours-or-none ${owner} machine-of-manager-1 address-of-manager-1 ${swarmId} - address-of-manager-0`,
        `ours-or-none ${owner} machine-of-manager-2 address-of-manager-2 ${swarmId} - address-of-manager-0`,
        `ours ${owner} add manager-2 ${nodeIdOf("manager-2")} manager active`,
        `ours-or-none ${owner} machine-of-web-0 address-of-web-0 ${swarmId} - address-of-manager-0`,
        `ours ${owner} add web-0 ${nodeIdOf("web-0")} worker active 'disk=a b' tier=web`,
      ],
    );
    assert.equal(
      words(recording, "web-0-member", "delete"),
      `undo ${owner} remove web-0 ${nodeIdOf("web-0")} worker`,
    );
  });

  it("changes nothing but the membership where labels or availability are others", async () => {
    const inputs = async (nodes: Settings["nodes"]) => {
      const { recording } = await cluster({ nodes });
      return Object.fromEntries(
        recording.registrations.map((one) => [one.label, JSON.stringify(one.inputs)]),
      );
    };
    const before = await inputs({});
    const after = await inputs({ "worker-1": { labels: { tier: "web" }, availability: "drain" } });
    assert.deepEqual(Object.keys(after), Object.keys(before));
    const changed = Object.keys(after).filter((label) => after[label] !== before[label]);
    // The component only notes the labels.
    assert.deepEqual(changed, ["SwarmNode worker-1", "Command worker-1-member"]);
    const triggers = (all: typeof before) => JSON.parse(all["Command worker-1-member"] ?? "").triggers;
    assert.deepEqual(triggers(after), triggers(before));
  });

  it("advertises no address of a machine that moves", async () => {
    const { recording } = await cluster({ moves: "worker-0" });
    assert.equal(
      words(recording, "worker-0-join"),
      `ours-or-none ${owner} machine-of-worker-0 - ${swarmId} - address-of-manager-0`,
    );
    assert.match(words(recording, "worker-1-join"), / address-of-worker-1 /);
  });

  it("joins from the node's own machine, and gives work and takes it from the seed", async () => {
    const { recording } = await cluster({ managers: 3 });
    const host = (step: string) =>
      (recording.find(`Command ${step}`).inputs.connection as { hostKey: string }).hostKey;
    assert.equal(host("swarm-bootstrap"), "ssh-ed25519 manager-0");
    assert.equal(host("swarm-join-token"), "ssh-ed25519 manager-0");
    for (const name of ["manager-1", "manager-2", "worker-0", "worker-1"]) {
      assert.equal(host(`${name}-join`), `ssh-ed25519 ${name}`);
      assert.equal(host(`${name}-member`), "ssh-ed25519 manager-0");
    }
  });

  it("lets managers in strictly one after another, and workers all at once", async () => {
    const { recording } = await cluster({ managers: 5 });
    const chain = ["manager-0", "manager-1", "manager-2", "manager-3", "manager-4"];
    for (const [index, name] of chain.slice(1).entries())
      assert.deepEqual(edges(recording, `${name}-join`), [
        `Command ${chain[index]}-member`,
        "Command swarm-bootstrap",
        "Command swarm-join-token",
        `Host ${name}`,
      ]);
    for (const name of ["worker-0", "worker-1"]) {
      assert.deepEqual(edges(recording, `${name}-join`), [
        "Command swarm-bootstrap",
        "Command swarm-join-token",
        `Host ${name}`,
      ]);
      const before = [...recording.before(`Command ${name}-member`)];
      assert.deepEqual(
        before.filter((label) => /-member$|manager-[1-4]|-join$/.test(label)),
        [`Command ${name}-join`],
      );
    }
  });

  it("has one node after another leave where the entry point closes their doors: the last one first", async () => {
    const { recording } = await cluster({
      inTurn: true,
      managers: 2,
      nodes: { "worker-0": { availability: "drain" } },
    });
    const of = (label: string) => recording.find(label).dependencies;
    const others = (node: string) =>
      edges(recording, `${node}-member`).filter((label) => label.startsWith("Traffic "));
    assert.deepEqual(others("manager-0"), []);
    assert.deepEqual(of("Traffic manager-0"), ["Command manager-0-member"]);
    assert.deepEqual(others("manager-1"), ["Traffic manager-0"]);
    assert.deepEqual(of("Traffic manager-1"), ["Command manager-1-member"]);
    // One on drain is closed first, when it has its turn.
    assert.deepEqual(of("Traffic worker-0"), ["Traffic manager-1"]);
    assert.deepEqual(others("worker-0"), ["Traffic manager-1", "Traffic worker-0"]);
    assert.deepEqual(others("worker-1"), []);
    assert.ok(edges(recording, "worker-1-member").includes("Command worker-0-member"));
    assert.deepEqual(of("Traffic worker-1"), ["Command worker-1-member"]);
  });

  it("gives a node work only with its machine, its place in the swarm and its images", async () => {
    const { recording } = await cluster({ managers: 3 });
    for (const name of ["manager-1", "manager-2", "worker-0", "worker-1"])
      assert.deepEqual(edges(recording, `${name}-member`), [
        `Command ${name}-join`,
        `Host ${name}`,
        `Pull ${name}`,
      ]);
    assert.deepEqual(edges(recording, "manager-0-member"), [
      "Command swarm-bootstrap",
      "Host manager-0",
      "Pull manager-0",
    ]);
  });

  it("replaces the membership of a worker with its machine, and never that of a manager", async () => {
    const { recording } = await cluster({ managers: 3 });
    const triggers = recording
      .all("command:remote:Command")
      .filter(({ inputs }) => "triggers" in inputs)
      .map(({ name, inputs }) => [name, inputs.triggers]);
    assert.deepEqual(triggers.sort(), [
      ["worker-0-member", ["machine-of-worker-0"]],
      ["worker-1-member", ["machine-of-worker-1"]],
    ]);
  });

  it("takes a worker that stays out of the swarm, and lets it join again at another address", async () => {
    const { recording } = await cluster({ managers: 3, stays: true });
    const joins = ["manager-1", "manager-2", "worker-0", "worker-1"].map((name) =>
      recording.find(`Command ${name}-join`),
    );
    assert.deepEqual(
      joins.map(({ inputs, deleteBeforeReplace }) => [
        inputs.triggers,
        "delete" in inputs,
        deleteBeforeReplace,
      ]),
      [
        [undefined, false, undefined],
        [undefined, false, undefined],
        [["address-of-worker-0"], true, true],
        [["address-of-worker-1"], true, true],
      ],
    );
    assert.equal(words(recording, "worker-0-join", "delete"), `undo ${owner}`);
    assert.deepEqual(recording.find("Command worker-0-member").inputs.triggers, [nodeIdOf("worker-0")]);
  });

  it("removes nobody from a swarm whose seed goes as well", async () => {
    const { recording } = await cluster({ managers: 3 });
    const undone = recording.all("command:remote:Command").filter(({ inputs }) => "delete" in inputs);
    assert.deepEqual(
      undone.map(({ name, deletedWith }) => [name, deletedWith]).sort(),
      ["manager-0", "manager-1", "manager-2", "worker-0", "worker-1"].map((name) => [
        `${name}-member`,
        "Host manager-0",
      ]),
    );
  });

  it("sends each role its own token, as a secret on standard input", async () => {
    const { recording } = await cluster({ managers: 3 });
    const steps = recording.all("command:remote:Command");
    const tokens = steps
      .map(({ name, inputs }) => {
        const [, token = ""] = /^token (.+)\nend\n$/m.exec(String(inputs.stdin)) ?? [];
        return [name, Buffer.from(token, "base64").toString()];
      })
      .filter(([, token]) => token);
    assert.deepEqual(tokens.sort(), [
      ["manager-1-join", joinTokens.manager],
      ["manager-2-join", joinTokens.manager],
      ["worker-0-join", joinTokens.worker],
      ["worker-1-join", joinTokens.worker],
    ]);
    for (const { name, secrets } of steps)
      assert.equal(secrets.includes("stdin"), name.endsWith("-join"), name);
    assert.deepEqual(recording.find("Command swarm-join-token").additionalSecretOutputs, [
      "stdout",
      "stderr",
      "connection",
    ]);
  });

  it("asks last whether every node is Ready, but for those that may be Down", async () => {
    const { recording } = await cluster({ managers: 3, nodes: { "worker-1": { acceptDown: true } } });
    const nodes = ["manager-0", "manager-1", "manager-2", "worker-0", "worker-1"];
    const ids = ["seed", "manager-1", "manager-2", "worker-0", "worker-1"].map(nodeIdOf);
    assert.equal(
      words(recording, "swarm-ready"),
      `ours ${owner} ${nodes.map((node, index) => `${node}=${ids[index]}`).join(" ")}=down`,
    );
    for (const node of nodes) assert.ok(edges(recording, "swarm-ready").includes(`Command ${node}-member`));
    assert.equal("delete" in recording.find("Command swarm-ready").inputs, false);
  });

  it("works from another seed", async () => {
    const { recording, result } = await cluster({ managers: 3, seed: "manager-1" });
    assert.equal(result.seed.name, "manager-1");
    assert.equal(
      words(recording, "swarm-bootstrap"),
      `ours-or-none ${owner} machine-of-manager-1 address-of-manager-1 swarm/test 10.128.0.0/16 plain seed address-of-manager-0 address-of-manager-2`,
    );
    assert.ok(edges(recording, "manager-0-join").includes("Command manager-1-member"));
    assert.ok(edges(recording, "manager-2-join").includes("Command manager-0-member"));
    assert.equal(recording.find("Command worker-0-member").deletedWith, "Host manager-1");
  });

  it("tells its id and its nodes' ids in clear", async () => {
    const { result } = await cluster();
    assert.equal(await resolved(result.swarmId), swarmId);
    assert.equal(await pulumi.isSecret(result.swarmId), false);
    const ids = pulumi.all(result.nodes.map(({ nodeId }) => nodeId));
    assert.deepEqual(await resolved(ids), ["seed", "worker-0", "worker-1"].map(nodeIdOf));
    assert.equal(await pulumi.isSecret(ids), false);
  });
});
