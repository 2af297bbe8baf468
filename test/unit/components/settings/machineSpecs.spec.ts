import assert from "node:assert/strict";
import { machineSpecs } from "../../../../components/settings/machineSpecs.ts";
import type { WorkerPool } from "../../../../components/settings/settings.ts";

describe("machineSpecs", () => {
  it("names managers first, then each pool's workers, numbered from 0", () => {
    const pools: WorkerPool[] = [
      { name: "worker", count: 1, labels: {} },
      { name: "web", count: 2, labels: { tier: "web" } },
      { name: "idle", count: 0, labels: {} },
    ];
    assert.deepEqual(machineSpecs({ managers: 3, pools }), [
      { name: "manager-0", role: "manager", index: 0, labels: {} },
      { name: "manager-1", role: "manager", index: 1, labels: {} },
      { name: "manager-2", role: "manager", index: 2, labels: {} },
      { name: "worker-0", role: "worker", index: 0, labels: {}, pool: "worker" },
      { name: "web-0", role: "worker", index: 0, labels: { tier: "web" }, pool: "web" },
      { name: "web-1", role: "worker", index: 1, labels: { tier: "web" }, pool: "web" },
    ]);
  });

  it("prefers a node's override to its group's, and that to its pool's", () => {
    const pools: WorkerPool[] = [
      { name: "web", count: 2, labels: { tier: "web", disk: "hdd" }, availability: "pause" },
    ];
    const nodes = {
      manager: { availability: "drain", labels: { zone: "a" } },
      web: { labels: { disk: "ssd", zone: "b" } },
      "web-1": { availability: "active", labels: { zone: "c" } },
    } as const;
    assert.deepEqual(
      machineSpecs({ managers: 1, pools, nodes }).map(({ name, labels, availability }) => [
        name,
        labels,
        availability,
      ]),
      [
        ["manager-0", { zone: "a" }, "drain"],
        ["web-0", { tier: "web", disk: "ssd", zone: "b" }, "pause"],
        ["web-1", { tier: "web", disk: "ssd", zone: "c" }, "active"],
      ],
    );
  });
});
