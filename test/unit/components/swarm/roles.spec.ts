import assert from "node:assert/strict";
import { machineSpecs } from "../../../../components/settings/machineSpecs.ts";
import { joiningManagers, seedOf, workers } from "../../../../components/swarm/roles.ts";

const machines = machineSpecs({ managers: 3, pools: [{ name: "web", count: 2, labels: {} }] });
const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);

describe("seedOf", () => {
  it("returns the manager that the settings name", () => {
    assert.equal(seedOf(machines, "manager-1"), machines[1]);
  });

  it("fails, naming the setting, if no manager has that name", () => {
    assert.throws(() => seedOf(machines, "manager-3"), {
      message: "swarm:seed: no manager is called manager-3",
    });
  });
});

describe("joiningManagers", () => {
  it("returns all managers but the seed, in order", () => {
    assert.deepEqual(names(joiningManagers(machines, "manager-0")), ["manager-1", "manager-2"]);
    assert.deepEqual(names(joiningManagers(machines, "manager-1")), ["manager-0", "manager-2"]);
  });
});

describe("workers", () => {
  it("returns the machines of all pools", () => {
    assert.deepEqual(names(workers(machines)), ["web-0", "web-1"]);
  });
});
