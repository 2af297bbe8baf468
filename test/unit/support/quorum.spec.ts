import assert from "node:assert/strict";
import { findHastyLeavers, findQuorumTrouble, readSample, type Sample } from "../../support/quorum.ts";

/** A look at the swarm: `manager-0=Leader`, `worker-0`, `worker-1/Drain`; or a complaint. */
function sample(at: number, nodes: string, more: Partial<Sample> = {}): Sample {
  const listed = nodes.split(" ").filter(Boolean);
  return {
    manager: "manager-0",
    at,
    nodes: listed.map((text) => {
      const [args = "", manager = ""] = text.split("=");
      const [name = "", availability = "Active"] = args.split("/");
      return { name, status: "Ready", availability, manager };
    }),
    services: { web: "2/2" },
    complaint: "",
    ...more,
  };
}

const whole = "manager-0=Leader manager-1=Reachable manager-2=Reachable worker-0";
const silent = (at: number) => sample(at, "", { complaint: "The swarm does not have a leader" });

describe("findQuorumTrouble", () => {
  it("finds none in a swarm with a leader and a majority", () => {
    const lists = [whole, whole.replace("manager-2=Reachable", "manager-2=Unreachable")];
    assert.deepEqual(findQuorumTrouble(lists.map((nodes, at) => sample(at, nodes))), []);
  });

  it("finds a lost majority", () => {
    assert.deepEqual(findQuorumTrouble([sample(1, whole.replaceAll("Reachable", "Unreachable"))]), [
      "manager-0 after 1.0 s: 1 of 3 managers",
    ]);
  });

  it("ignores a manager that has just joined, and no other", () => {
    const joining = "manager-0=Leader manager-1=Unreachable";
    const joined = "manager-0=Leader manager-1=Reachable";
    assert.deepEqual(
      findQuorumTrouble([sample(0, "manager-0=Leader"), sample(1, joining), sample(2, joined)]),
      [],
    );
    assert.deepEqual(
      findQuorumTrouble([sample(0, "manager-0=Leader"), sample(1, joined), sample(2, joining)]),
      ["manager-0 after 2.0 s: 1 of 2 managers"],
    );
  });

  it("ignores a manager that leaves, and none that stays unreachable", () => {
    const leaving = sample(2, "manager-0=Leader manager-1=Unreachable");
    const left = (at: number) => sample(at, "manager-0=Leader manager-1");
    const before = sample(1, "manager-0=Leader manager-1=Reachable");
    assert.deepEqual(findQuorumTrouble([before, leaving, left(2.5)]), []);
    assert.deepEqual(findQuorumTrouble([before, leaving]), ["manager-0 after 2.0 s: 1 of 2 managers"]);
    assert.deepEqual(findQuorumTrouble([before, leaving, { ...leaving, at: 4 }, left(5)]), [
      "manager-0 after 2.0 s: 1 of 2 managers",
    ]);
  });

  it("finds a list without a leader", () => {
    assert.deepEqual(findQuorumTrouble([sample(1, whole.replace("Leader", "Reachable"))]), [
      "manager-0 after 1.0 s: 0 leaders",
    ]);
  });

  it("allows a member without a list for a moment, and a machine that is no member", () => {
    const moment = [sample(1, whole), silent(1.5), sample(2, whole)];
    assert.deepEqual(findQuorumTrouble(moment), []);
    assert.deepEqual(findQuorumTrouble([silent(0), sample(9, whole), silent(20)]), []);
  });

  it("finds a member without a leader for longer", () => {
    assert.deepEqual(findQuorumTrouble([sample(1, whole), silent(2), silent(3), sample(4, whole)]), [
      "manager-0 had no leader for 3.0 s: The swarm does not have a leader",
    ]);
  });

  it("allows an election after the leader stops, and finds one that takes too long", () => {
    const headless = whole.replace("Leader", "Reachable");
    const samples = [sample(1, whole), sample(2, headless), silent(7), sample(11, whole)];
    assert.deepEqual(findQuorumTrouble(samples, 30), []);
    assert.deepEqual(findQuorumTrouble(samples, 9), ["manager-0 had no leader for 10.0 s: "]);
  });
});

describe("findHastyLeavers", () => {
  const drained = whole.replace("worker-0", "worker-0/Drain");
  const gone = whole.replace(" worker-0", "");
  const leaving = (...samples: Sample[]) => findHastyLeavers(samples, "manager-0", ["worker-0"]);

  it("finds none if all is in order", () => {
    const short = sample(2, drained, { services: { web: "1/2" } });
    assert.deepEqual(leaving(sample(1, whole), short, sample(3, drained), sample(4, gone)), []);
  });

  it("ignores a node without tasks that left between two samples", () => {
    assert.deepEqual(leaving(sample(1, whole), sample(1.4, gone)), []);
    assert.deepEqual(leaving(sample(1, whole), sample(1.4, gone, { services: { web: "1/2" } })), [
      "worker-0 went without being drained",
    ]);
  });

  it("finds a node that left undrained or before its tasks ran elsewhere, or never left", () => {
    assert.deepEqual(leaving(sample(1, whole), sample(2, gone)), ["worker-0 went without being drained"]);
    const short = sample(2, drained, { services: { web: "1/2" } });
    assert.deepEqual(leaving(short, sample(3, gone)), ["worker-0 went before its tasks ran elsewhere"]);
    assert.deepEqual(leaving(sample(1, whole)), ["worker-0 was never gone"]);
    assert.deepEqual(leaving(sample(1, gone)), ["worker-0 was never there"]);
  });
});

describe("readSample", () => {
  const read = (...lines: unknown[]) => readSample("manager-0", 1, lines.map((line) => `${line}\n`).join(""));
  const list = (...all: object[]) => JSON.stringify(all);
  const node = (name: string, manager: object = {}) => ({
    Spec: { Availability: "drain", Role: "worker" },
    Description: { Hostname: name },
    Status: { State: "ready" },
    ...manager,
  });

  it("reads nodes and services from the engine's lists", () => {
    const services = list({ Spec: { Name: "web" }, ServiceStatus: { RunningTasks: 1, DesiredTasks: 2 } });
    const leader = { ManagerStatus: { Leader: true, Reachability: "reachable" } };
    const lost = { ManagerStatus: { Reachability: "unreachable" } };
    const { nodes, ...others } = read(list(node("a", leader), node("b", lost), node("c")), services);
    assert.deepEqual(
      nodes.map(({ name, manager }) => [name, manager]),
      [
        ["a", "Leader"],
        ["b", "Unreachable"],
        ["c", ""],
      ],
    );
    assert.deepEqual(nodes[2], { name: "c", status: "Ready", availability: "Drain", manager: "" });
    assert.deepEqual(others, { manager: "manager-0", at: 1, services: { web: "1/2" }, complaint: "" });
  });

  it("keeps an error, unless the machine is no member", () => {
    const error = '{"message":"rpc error: The swarm does not have a leader"}';
    assert.equal(read(error, error).complaint, error);
    assert.equal(read('{"message":"This node is not a swarm manager. Use …"}').complaint, "");
    assert.equal(read("curl: (7) Couldn't connect to server").complaint, "");
  });
});
