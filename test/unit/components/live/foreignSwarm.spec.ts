import assert from "node:assert/strict";
import { foreignSwarmError } from "../../../../components/live/foreignSwarm.ts";
import type { LiveSwarm, MachineView } from "../../../../components/live/liveSwarm.ts";

const machine: MachineView = {
  state: "active",
  nodeId: "id-0",
  swarmId: "swarm-1",
  owner: { cluster: "c1", stack: "swarm/dev" },
  joined: "",
  isCurrent: false,
  address: "10.0.0.10",
  peers: ["10.0.0.10", "10.0.0.11"],
};
const diagnostic = (view: Partial<MachineView>, adopt?: string, more: Partial<LiveSwarm> = {}) =>
  foreignSwarmError({
    live: { managers: { "manager-0": { ...machine, ...view } }, failures: {}, ...more },
    cluster: "c1",
    adopt,
    seed: "manager-0",
  });
const ways =
  "  → nothing was changed. Leave the machine out of the settings, or take it out of that swarm where that swarm is managed";

describe("foreignSwarmError", () => {
  it("finds none if the swarm has this cluster's label, or there is no swarm", () => {
    assert.equal(diagnostic({}), undefined);
    assert.equal(
      diagnostic({ state: "inactive", swarmId: "", owner: { cluster: "", stack: "" } }),
      undefined,
    );
  });

  it("names the cluster that owns the swarm", () => {
    assert.equal(
      diagnostic({ owner: { cluster: "c2", stack: "swarm/prod" } }),
      `the machine of manager-0 is in the swarm swarm-1 of cluster c2 (stack swarm/prod)\n${ways}`,
    );
  });

  it("names a swarm without our label, and suggests adoption if the target can adopt", () => {
    const unlabelled = { owner: { cluster: "", stack: "" } };
    const text = `the machine of manager-0 is in the swarm swarm-1, which this program did not make\n${ways}`;
    assert.equal(diagnostic(unlabelled), text);
    assert.equal(
      diagnostic(unlabelled, ""),
      `${text}\n  → or let this cluster take over that swarm, with all that is in it: npm run pulumi -- config set swarm:adopt swarm-1`,
    );
    assert.equal(diagnostic(unlabelled, "swarm-1"), undefined);
  });

  it("trusts a machine without a leader only if its record and its certificate agree", () => {
    const leaderless = { swarmId: "", owner: { cluster: "", stack: "" } };
    assert.equal(diagnostic({ ...leaderless, joined: "c1", isCurrent: true }), undefined);
    for (const view of [{ joined: "c1" }, { joined: "c2", isCurrent: true }, {}])
      assert.equal(
        diagnostic({ ...leaderless, ...view }),
        `the machine of manager-0 is in a swarm with the managers 10.0.0.10, 10.0.0.11 that cannot be shown to be this cluster's (state: active)\n${ways}`,
      );
  });

  it("also checks machines whose nodes are missing in the swarm", () => {
    const absent = { two: { ...machine, swarmId: "swarm-2", owner: { cluster: "", stack: "" } } };
    assert.equal(
      diagnostic({}, "", { absent }),
      `the machine of two is in the swarm swarm-2, which this program did not make\n${ways}`,
    );
  });
});
