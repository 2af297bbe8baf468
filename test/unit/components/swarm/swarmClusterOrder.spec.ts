import assert from "node:assert/strict";
import { nodeIdOf } from "../../../support/resourceAnswers.ts";
import { argumentsOf, edges, owner, swarmCluster } from "../../../support/swarmProgram.ts";

describe("the order of SwarmCluster", () => {
  it("joins managers strictly in turn, and workers all at once", async () => {
    const { recording } = await swarmCluster({ managers: 5 });
    const chain = ["manager-0", "manager-1", "manager-2", "manager-3", "manager-4"];
    for (const [index, name] of chain.slice(1).entries())
      assert.deepEqual(edges(recording, `${name}-join`), [
        `Command ${chain[index]}-member`,
        "Command swarm-join-token",
        `Host ${name}`,
      ]);
    for (const name of ["worker-0", "worker-1"]) {
      assert.deepEqual(edges(recording, `${name}-join`), ["Command swarm-join-token", `Host ${name}`]);
      const before = [...recording.before(`Command ${name}-member`)];
      assert.deepEqual(
        before.filter((label) => /-member$|manager-[1-4]|-join$/.test(label)),
        [`Command ${name}-join`],
      );
    }
  });

  it("removes nodes in turn, the last one first, if only some nodes serve a port", async () => {
    const { recording } = await swarmCluster({
      traffic: "in turn",
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
    assert.deepEqual(others("worker-1"), ["Traffic manager-1"]);
    assert.ok(edges(recording, "worker-1-member").includes("Command worker-0-member"));
    assert.deepEqual(of("Traffic worker-1"), ["Command worker-1-member"]);
  });

  it("removes nodes of several pools in turn, whichever of them stay", async () => {
    const pool = (name: string) => ({ name, count: 2, labels: {} });
    const { recording } = await swarmCluster({
      traffic: "in turn",
      managers: 3,
      pools: [pool("jobs"), pool("web")],
    });
    const others = (node: string) =>
      edges(recording, `${node}-member`).filter((label) => label.startsWith("Traffic "));
    assert.deepEqual(others("manager-2"), ["Traffic manager-1"]);
    assert.deepEqual(others("jobs-0"), ["Traffic manager-2"]);
    assert.deepEqual(others("jobs-1"), ["Traffic jobs-0", "Traffic manager-2"]);
    assert.deepEqual(others("web-0"), ["Traffic jobs-1", "Traffic manager-2"]);
    // With web-0 and jobs-0 staying, web-1 leaves before jobs-1, and both before manager-2.
    assert.deepEqual(others("web-1"), ["Traffic jobs-1", "Traffic manager-2", "Traffic web-0"]);
  });

  it("removes nodes in parallel if every node serves every port", async () => {
    const { recording } = await swarmCluster({
      traffic: "side by side",
      nodes: { "worker-0": { availability: "drain" } },
    });
    const nodes = ["manager-0", "worker-0", "worker-1"];
    const others = (node: string) =>
      [...recording.before(`Command ${node}-member`), ...recording.before(`Traffic ${node}`)].filter(
        (label) =>
          nodes.some(
            (other) => other !== node && [`Command ${other}-member`, `Traffic ${other}`].includes(label),
          ),
      );
    assert.deepEqual(nodes.flatMap(others), []);
    assert.deepEqual(recording.find("Traffic worker-1").dependencies, ["Command worker-1-member"]);
    assert.ok(edges(recording, "worker-0-member").includes("Traffic worker-0"));
  });

  it("activates a node only after its machine, its join and its images", async () => {
    const { recording } = await swarmCluster({ managers: 3 });
    for (const name of ["manager-1", "manager-2", "worker-0", "worker-1"])
      assert.deepEqual(edges(recording, `${name}-member`), [
        `Command ${name}-join`,
        "Host manager-0",
        `Host ${name}`,
        `Pull ${name}`,
      ]);
    assert.deepEqual(edges(recording, "manager-0-member"), [
      "Command swarm-bootstrap",
      "Host manager-0",
      "Pull manager-0",
    ]);
  });

  it("replaces a worker's membership together with its machine, but never a manager's", async () => {
    const { recording } = await swarmCluster({ managers: 3 });
    const triggers = recording
      .all("command:remote:Command")
      .filter(({ inputs }) => "triggers" in inputs)
      .map(({ name, inputs }) => [name, inputs.triggers]);
    assert.deepEqual(triggers.sort(), [
      ["worker-0-member", ["machine-of-worker-0"]],
      ["worker-1-member", ["machine-of-worker-1"]],
    ]);
  });

  it("lets an existing worker leave, and rejoins it at another address", async () => {
    const { recording } = await swarmCluster({ managers: 3, stays: true });
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
    assert.equal(argumentsOf(recording, "worker-0-join", "delete"), `undo ${owner}`);
    assert.deepEqual(recording.find("Command worker-0-member").inputs.triggers, [nodeIdOf("worker-0")]);
  });

  it("removes no node from a swarm whose seed is deleted too", async () => {
    const { recording } = await swarmCluster({ managers: 3 });
    const undone = recording.all("command:remote:Command").filter(({ inputs }) => "delete" in inputs);
    assert.deepEqual(
      undone.map(({ name, deletedWith }) => [name, deletedWith]).sort(),
      ["manager-0", "manager-1", "manager-2", "worker-0", "worker-1"].map((name) => [
        `${name}-member`,
        "Host manager-0",
      ]),
    );
  });

  it("checks last that every node is Ready, except those that may be Down", async () => {
    const { recording } = await swarmCluster({ managers: 3, nodes: { "worker-1": { acceptDown: true } } });
    const nodes = ["manager-0", "manager-1", "manager-2", "worker-0", "worker-1"];
    const ids = ["seed", "manager-1", "manager-2", "worker-0", "worker-1"].map(nodeIdOf);
    assert.equal(
      argumentsOf(recording, "swarm-ready"),
      `ours ${owner} ${nodes.map((node, index) => `${node}=${ids[index]}`).join(" ")}=down`,
    );
    for (const node of nodes) assert.ok(edges(recording, "swarm-ready").includes(`Command ${node}-member`));
    assert.equal("delete" in recording.find("Command swarm-ready").inputs, false);
  });
});
