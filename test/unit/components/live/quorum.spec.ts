import assert from "node:assert/strict";
import type { LiveNode, LiveSwarm, MachineView } from "../../../../components/live/liveSwarm.ts";
import { quorumError } from "../../../../components/live/quorum.ts";

const addressOf = (index: number) => `10.0.0.${10 + index}`;

/** Managers 0, 1, … of the settings; those of `lost` have no disk any more. */
const identities = (count: number, lost: readonly number[] = []) =>
  Array.from({ length: count }, (_, index) => ({
    name: `manager-${index}`,
    address: addressOf(index),
    isLost: () => lost.includes(index),
  }));

const view = (state: MachineView["state"], members: number, joined = ""): MachineView => ({
  state,
  nodeId: "",
  swarmId: "",
  owner: { cluster: "", stack: "" },
  joined,
  isCurrent: false,
  address: "",
  peers: state === "inactive" ? [] : Array.from({ length: members }, (_, index) => addressOf(index)),
});

/** Managers that answer without a leader; `.` does not answer, `a` is active, `i` in no swarm. */
const leaderless = (states: string): LiveSwarm => ({
  failures: {},
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
  failures: {},
  swarm: {
    id: "swarm",
    autolock: false,
    rotated: false,
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
const cluster = "c1";

describe("quorumError of a swarm without a leader", () => {
  it("names the lost managers, the survivor and the setting if too few can come back", () => {
    assert.equal(
      quorumError({ live: leaderless(".a."), managers: identities(3, [0, 2]), seed, cluster }),
      "the swarm has permanently lost its quorum: manager-0 and manager-2 lost their disks, and of 3 managers 2 are needed. Running tasks continue, but nothing can be changed\n  → nothing was changed. To rebuild it from manager-1, with its services and secrets: npm run pulumi -- config set swarm:recover manager-1, then npm run up",
    );
  });

  it("counts machines that answer without a swarm as lost", () => {
    assert.match(
      String(quorumError({ live: leaderless("iai"), managers: identities(3), seed, cluster })),
      /^the swarm has permanently lost its quorum: manager-0 and manager-2/,
    );
  });

  it("finds none if enough managers can come back", () => {
    assert.equal(quorumError({ live: leaderless(".a."), managers: identities(3), seed, cluster }), undefined);
    assert.equal(
      quorumError({ live: leaderless(".a."), managers: identities(3, [2]), seed, cluster }),
      undefined,
    );
    assert.equal(
      quorumError({ live: leaderless("a...."), managers: identities(5, [1, 2]), seed, cluster }),
      undefined,
    );
    assert.equal(
      quorumError({ live: leaderless("..."), managers: identities(3, [0, 1, 2]), seed, cluster }),
      undefined,
    );
  });

  it("lets only the survivor recover", () => {
    const lost = { live: leaderless(".a."), managers: identities(3, [0, 2]) };
    assert.equal(quorumError({ ...lost, cluster, seed: "manager-1", recover: "manager-1" }), undefined);
    assert.equal(
      quorumError({ ...lost, cluster, seed: "manager-2", recover: "manager-2" }),
      "swarm:recover: is manager-2, which has nothing to recover from\n  → set it to manager-1",
    );
  });

  it("refuses a recovery while enough managers may come back, to prevent a second swarm", () => {
    assert.equal(
      quorumError({
        live: leaderless(".a."),
        managers: identities(3, [2]),
        seed: "manager-1",
        recover: "manager-1",
        cluster,
      }),
      "swarm:recover: is manager-1, but the swarm is not lost: 2 of its 3 managers still have their disks, and 2 are enough\n  → remove the setting, and start them: npm run up",
    );
  });
});

describe("quorumError of a swarm that elects a leader", () => {
  it("suggests another seed if the seed has lost its disk", () => {
    const question = { live: leaderless(".aa"), managers: identities(3, [0]) };
    assert.match(
      String(quorumError({ ...question, seed, cluster })),
      /^manager-0, which runs the manager-side commands, has lost/,
    );
    assert.equal(quorumError({ ...question, cluster, seed: "manager-1" }), undefined);
  });
});

describe("quorumError of a swarm with a leader", () => {
  it("finds none in a healthy swarm, even with swarm:recover set", () => {
    assert.equal(quorumError({ live: led("Lrr"), managers: identities(3), seed, cluster }), undefined);
    assert.equal(
      quorumError({
        live: led("rLr"),
        managers: identities(3),
        seed: "manager-1",
        recover: "manager-1",
        cluster,
      }),
      undefined,
    );
  });

  it("suggests another seed if the seed has lost its disk, to prevent a second swarm", () => {
    const managers = { "manager-0": undefined, "manager-1": view("active", 3) };
    assert.equal(
      quorumError({ live: led("uLr", managers), managers: identities(3, [0]), seed, cluster }),
      "manager-0, which runs the manager-side commands, has lost its disk, while manager-1 still has the swarm\n  → nothing was changed. Make another manager the seed: npm run pulumi -- config set swarm:seed manager-1, then npm run up; manager-0 joins again as a new node",
    );
    const emptied = { "manager-0": view("inactive", 0), "manager-1": view("active", 3) };
    assert.match(
      String(quorumError({ live: led("uLr", emptied), managers: identities(3), seed, cluster })),
      /^manager-0, which runs/,
    );
    assert.equal(
      quorumError({ live: led("uLr", managers), managers: identities(3), seed, cluster }),
      undefined,
    );
    assert.equal(
      quorumError({ live: led("uLr", managers), managers: identities(3, [0]), seed: "manager-1", cluster }),
      undefined,
    );
  });

  it("refuses to remove managers if that would lose the quorum", () => {
    assert.equal(
      quorumError({ live: led("Lru"), managers: identities(1), seed, cluster }),
      "manager-1 and manager-2 should leave, but manager-2 cannot be reached: the swarm would lose its quorum\n  → nothing was changed. Bring manager-2 back first, with as many managers as before: npm run up",
    );
    assert.match(
      String(quorumError({ live: led("Lrruu"), managers: identities(3), seed, cluster })),
      /^undefined$/,
    );
    assert.match(
      String(quorumError({ live: led("Luurr"), managers: identities(3), seed, cluster })),
      /^manager-3 and manager-4 should leave, but manager-1 and manager-2 cannot/,
    );
  });

  it("lets managers leave while enough others are reachable", () => {
    assert.equal(quorumError({ live: led("Lrrrr"), managers: identities(1), seed, cluster }), undefined);
    assert.equal(quorumError({ live: led("Lrrru"), managers: identities(3), seed, cluster }), undefined);
    assert.equal(quorumError({ live: led("Lru"), managers: identities(3), seed, cluster }), undefined);
  });
});

describe("quorumError of a swarm that is gone or locked", () => {
  const left = (joined: string): LiveSwarm => ({
    failures: {},
    managers: { "manager-0": view("inactive", 0, joined) },
  });

  it("names the manager that left by hand, and the setting that creates a new swarm", () => {
    const question = { live: left(cluster), managers: identities(1), seed, cluster };
    assert.equal(
      quorumError(question),
      "the swarm is gone: manager-0 left it by hand, and its services are gone, too\n  → nothing was changed. To make a new swarm from manager-0 and deploy the stacks there: npm run pulumi -- config set swarm:recover manager-0, then npm run up",
    );
    assert.equal(quorumError({ ...question, recover: seed }), undefined);
  });

  it("lets a manager that was never in this cluster's swarm create one", () => {
    assert.equal(quorumError({ live: left(""), managers: identities(1), seed, cluster }), undefined);
    assert.equal(quorumError({ live: left("c2"), managers: identities(1), seed, cluster }), undefined);
  });

  it("does not count a silent manager as one that left", () => {
    const live = { ...left(cluster), managers: { ...left(cluster).managers, "manager-1": undefined } };
    assert.equal(quorumError({ live, managers: identities(3), seed, cluster }), undefined);
  });

  it("names a lock and the key", () => {
    const live: LiveSwarm = { failures: {}, managers: { "manager-0": view("locked", 0) } };
    assert.equal(
      quorumError({ live, managers: identities(1), seed, cluster }),
      "the swarm is locked on manager-0\n  → nothing was changed. Unlock it with the key: npm run ssh -- manager-0 docker swarm unlock; npm run up then turns autolock off, so that a manager comes back by itself",
    );
  });
});
