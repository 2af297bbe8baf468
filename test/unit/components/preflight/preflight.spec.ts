import assert from "node:assert/strict";
import { machineSpecs } from "../../../../components/machines/machineSpecs.ts";
import { Preflight } from "../../../../components/preflight/preflight.ts";
import { type PayloadRecord, payloadOf } from "../../../../components/remote/payload.ts";
import { SwarmCluster } from "../../../../components/swarm/swarmCluster.ts";
import { modelOf } from "../../../support/composeModel.ts";
import { cluster } from "../../../support/fakeHost.ts";
import { machinesFor } from "../../../support/machines.ts";
import { record } from "../../../support/recordedProgram.ts";

const model = modelOf("services: {web: {image: nginx}, api: {image: nginx}}");

const preflight = () =>
  record(() => {
    const specs = machineSpecs({ managers: 3, pools: [{ name: "worker", count: 1, labels: {} }] });
    const { machines } = new Preflight("preflight", {
      machines: machinesFor(specs),
      models: [model],
      settings: { encrypt: false },
    });
    return new SwarmCluster("swarm", {
      machines,
      settings: {
        project: "swarm",
        stack: "test",
        seed: "manager-0",
        addressPool: "10.128.0.0/16",
        encrypt: false,
      },
      preparations: {},
    });
  });

describe("Preflight", () => {
  it("is one check on each machine, after the machine and nothing else", async () => {
    const { recording } = await preflight();
    for (const name of ["manager-0", "manager-1", "manager-2", "worker-0"]) {
      const { parent, dependencies, inputs } = recording.find(`Command ${name}-preflight`);
      assert.deepEqual([parent, dependencies], ["Preflight preflight", [`Host ${name}`]]);
      assert.equal(
        String(inputs.create).replace(/^.*\)"' /, ""),
        `swarm-${name}-preflight ours-or-none ${cluster} '' node machine-of-${name} ${name}`,
      );
      assert.equal((inputs.connection as { hostKey: string }).hostKey, `ssh-ed25519 ${name}`);
      assert.deepEqual(
        ["delete", "triggers"].filter((key) => key in inputs),
        [],
      );
    }
  });

  it("sends what the stacks need of that machine", async () => {
    const { recording } = await preflight();
    const needs = (name: string) =>
      String(recording.find(`Command ${name}-preflight`).inputs.stdin)
        .split("\n")
        .slice(-6)
        .join("\n");
    const sent = (...records: PayloadRecord[]) => payloadOf(records);
    assert.equal(
      needs("manager-1"),
      sent(
        ["engine", "shop", "23.0"],
        ["disk", "shop", ""],
        ["stack", "shop", "shop"],
        ["vip", "shop/web, shop/api", ""],
      ),
    );
    assert.ok(needs("worker-0").startsWith(sent(["engine", "shop", "20.10"]).replace(/end\n$/, "")));
  });

  it("comes before the machine's first step into the swarm", async () => {
    const { recording } = await preflight();
    const checksBefore = (label: string) =>
      recording.find(label).dependencies.filter((dependency) => dependency.endsWith("-preflight"));
    assert.deepEqual(checksBefore("Command swarm-bootstrap"), ["Command manager-0-preflight"]);
    for (const name of ["manager-1", "manager-2", "worker-0"])
      assert.deepEqual(checksBefore(`Command ${name}-join`), [`Command ${name}-preflight`]);
  });
});
