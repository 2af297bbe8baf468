import assert from "node:assert/strict";
import type { LiveNode, LiveSwarm, ManagerView } from "../../../../components/live/liveSwarm.ts";
import { quorumFault } from "../../../../components/live/quorum.ts";

const addressOf = (index: number) => `10.0.0.${10 + index}`;

/** Managers 0, 1, … of the settings; those of `lost` have no disk any more. */
const seats = (count: number, lost: readonly number[] = []) =>
  Array.from({ length: count }, (_, index) => ({
    name: `manager-${index}`,
    address: addressOf(index),
    isLost: () => lost.includes(index),
  }));

const view = (state: ManagerView["state"], members: number): ManagerView => ({
  state,
  nodeId: "",
  swarmId: "",
  peers: state === "inactive" ? [] : Array.from({ length: members }, (_, index) => addressOf(index)),
});

/** Managers that answer without a leader; `.` does not answer, `a` is active, `i` in no swarm. */
const leaderless = (states: string): LiveSwarm => ({
  managers: Object.fromEntries(
    [...states].map((state, index) => [
      `manager-${index}`,
      state === "." ? undefined : view(state === "i" ? "inactive" : "active", states.length),
    ]),
  ),
});

/** A swarm with a leader: `L` leads, `r` is reachable, `u` is not. */
const led = (raft: string, managers: LiveSwarm["managers"] = {}): LiveSwarm => ({
  managers,
  swarm: {
    id: "swarm",
    members: [],
    recorded: [],
    now: [],
    nodes: [...raft].map(
      (letter, index): LiveNode => ({
        id: `id-${index}`,
        name: `manager-${index}`,
        role: "manager",
        availability: "active",
        state: letter === "u" ? "down" : "ready",
        raft: letter === "L" ? "leader" : letter === "r" ? "reachable" : "unreachable",
        address: addressOf(index),
        labels: {},
      }),
    ),
  },
});

const seed = "manager-0";

describe("quorumFault of a swarm without a leader", () => {
  it("names the losses, the survivor and the setting where too few can come back", () => {
    assert.equal(
      quorumFault({ live: leaderless(".a."), seats: seats(3, [0, 2]), seed }),
      "the swarm has lost its quorum for good: manager-0 and manager-2 lost their disks, and of 3 managers 2 are needed. What runs goes on running, but nothing can be changed\n  → nothing was changed. To make it anew from manager-1, with its services and secrets: npm run pulumi -- config set swarm:recover manager-1, then npm run up",
    );
  });

  it("counts machines that answer without a swarm as lost", () => {
    assert.match(
      String(quorumFault({ live: leaderless("iai"), seats: seats(3), seed })),
      /^the swarm has lost its quorum for good: manager-0 and manager-2/,
    );
  });

  it("lets go on where enough can come back", () => {
    assert.equal(quorumFault({ live: leaderless(".a."), seats: seats(3), seed }), undefined);
    assert.equal(quorumFault({ live: leaderless(".a."), seats: seats(3, [2]), seed }), undefined);
    assert.equal(quorumFault({ live: leaderless("a...."), seats: seats(5, [1, 2]), seed }), undefined);
    assert.equal(quorumFault({ live: leaderless("..."), seats: seats(3, [0, 1, 2]), seed }), undefined);
  });

  it("lets the survivor recover, and nobody else", () => {
    const lost = { live: leaderless(".a."), seats: seats(3, [0, 2]) };
    assert.equal(quorumFault({ ...lost, seed: "manager-1", recover: "manager-1" }), undefined);
    assert.equal(
      quorumFault({ ...lost, seed: "manager-2", recover: "manager-2" }),
      "swarm:recover: is manager-2, which has nothing to recover from\n  → set it to manager-1",
    );
  });

  it("refuses a recovery while enough managers may come back: they would make a second swarm", () => {
    assert.equal(
      quorumFault({ live: leaderless(".a."), seats: seats(3, [2]), seed: "manager-1", recover: "manager-1" }),
      "swarm:recover: is manager-1, but the swarm is not lost: 2 of its 3 managers still have their disks, and 2 are enough\n  → remove the setting, and start them: npm run up",
    );
  });
});

describe("quorumFault of a swarm that is choosing another leader", () => {
  it("sends a seed that lost its disk to another manager as well", () => {
    const question = { live: leaderless(".aa"), seats: seats(3, [0]) };
    assert.match(
      String(quorumFault({ ...question, seed })),
      /^manager-0, which runs the manager-side commands, has lost/,
    );
    assert.equal(quorumFault({ ...question, seed: "manager-1" }), undefined);
  });
});

describe("quorumFault of a swarm with a leader", () => {
  it("is none where all is well, also while the setting for a recovery still stands", () => {
    assert.equal(quorumFault({ live: led("Lrr"), seats: seats(3), seed }), undefined);
    assert.equal(
      quorumFault({ live: led("rLr"), seats: seats(3), seed: "manager-1", recover: "manager-1" }),
      undefined,
    );
  });

  it("sends a seed that lost its disk to another manager, so that it makes no second swarm", () => {
    const managers = { "manager-0": undefined, "manager-1": view("active", 3) };
    assert.equal(
      quorumFault({ live: led("uLr", managers), seats: seats(3, [0]), seed }),
      "manager-0, which runs the manager-side commands, has lost its disk, while manager-1 still has the swarm\n  → nothing was changed. Let another one do that: npm run pulumi -- config set swarm:seed manager-1, then npm run up; manager-0 joins again as a new node",
    );
    const emptied = { "manager-0": view("inactive", 0), "manager-1": view("active", 3) };
    assert.match(
      String(quorumFault({ live: led("uLr", emptied), seats: seats(3), seed })),
      /^manager-0, which runs/,
    );
    assert.equal(quorumFault({ live: led("uLr", managers), seats: seats(3), seed }), undefined);
    assert.equal(
      quorumFault({ live: led("uLr", managers), seats: seats(3, [0]), seed: "manager-1" }),
      undefined,
    );
  });

  it("refuses to shrink while that would lose the quorum", () => {
    assert.equal(
      quorumFault({ live: led("Lru"), seats: seats(1), seed }),
      "manager-1 and manager-2 should leave, but manager-2 cannot be reached: the swarm would lose its quorum\n  → nothing was changed. Bring manager-2 back first, with as many managers as before: npm run up",
    );
    assert.match(String(quorumFault({ live: led("Lrruu"), seats: seats(3), seed })), /^undefined$/);
    assert.match(
      String(quorumFault({ live: led("Luurr"), seats: seats(3), seed })),
      /^manager-3 and manager-4 should leave, but manager-1 and manager-2 cannot/,
    );
  });

  it("lets managers leave while enough of the others are there", () => {
    assert.equal(quorumFault({ live: led("Lrrrr"), seats: seats(1), seed }), undefined);
    assert.equal(quorumFault({ live: led("Lrrru"), seats: seats(3), seed }), undefined);
    assert.equal(quorumFault({ live: led("Lru"), seats: seats(3), seed }), undefined);
  });
});
