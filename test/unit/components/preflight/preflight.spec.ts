import assert from "node:assert/strict";
import type { MachineCheck } from "../../../../components/preflight/machineCheck.ts";
import { type KnownNode, Preflight } from "../../../../components/preflight/preflight.ts";
import { checkScript, scriptArchive } from "../../../../components/preflight/scriptArchive.ts";
import { machineSpecs } from "../../../../components/settings/machineSpecs.ts";
import { unpacked } from "../../../../components/steps/packed.ts";
import { type PayloadRecord, payloadOf } from "../../../../components/steps/payload.ts";
import { digestOf } from "../../../../components/steps/script.ts";
import { SwarmCluster } from "../../../../components/swarm/swarmCluster.ts";
import { modelOf } from "../../../support/composeModel.ts";
import { cluster } from "../../../support/fakeHost.ts";
import { machinesFor } from "../../../support/machines.ts";
import { record, resolved } from "../../../support/recordedProgram.ts";
import { scriptFile } from "../../../support/scripts.ts";

const model = modelOf("services: {web: {image: nginx}, api: {image: nginx}}");

const preflight = (away = "") =>
  record(() => {
    const specs = machineSpecs({ managers: 3, pools: [{ name: "worker", count: 1, labels: {} }] });
    const { machines } = new Preflight("preflight", {
      machines: machinesFor(specs).map((machine) => ({ ...machine, isAway: machine.name === away })),
      models: [model],
      settings: { encrypt: false, addressPool: "10.128.0.0/16", seed: "manager-0" },
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

/** Changes with the check and with the scripts of all steps. */
const digest = digestOf(checkScript([]), scriptArchive().digest);

/** What a check gets on standard input. */
const sent = ({ stdin }: { readonly stdin?: unknown }) => unpacked<MachineCheck>(String(stdin));

describe("Preflight", () => {
  it("leaves the check of a machine that does not answer as it last ran", async () => {
    const { recording } = await preflight("worker-0");
    const { inputs, ignoreChanges } = recording.find("Command worker-0-preflight");
    assert.deepEqual(
      Object.keys(inputs).filter((input) => !ignoreChanges.includes(input)),
      [],
    );
    assert.deepEqual(recording.find("Command manager-0-preflight").ignoreChanges, []);
  });

  it("runs one check on each machine, after the machine only", async () => {
    const { recording } = await preflight();
    for (const name of ["manager-0", "manager-1", "manager-2", "worker-0"]) {
      const { parent, dependencies, inputs, secrets } = recording.find(`Command ${name}-preflight`);
      assert.deepEqual([parent, dependencies], ["Preflight preflight", [`Host ${name}`]]);
      assert.equal(
        inputs.create,
        `node components/preflight/machineCheck.ts ${digest} machine-of-${name} ${name}`,
      );
      const { connection, owner, ownChecks } = sent(inputs);
      assert.deepEqual(
        [connection.hostKey, owner, ownChecks],
        [`ssh-ed25519 ${name}`, ["ours-or-none", cluster, ""], []],
      );
      assert.equal(secrets.includes("stdin"), true);
      assert.deepEqual(
        ["delete", "triggers"].filter((key) => key in inputs),
        [],
      );
    }
  });

  it("sends what the stacks require of that machine", async () => {
    const { recording } = await preflight();
    const needs = (name: string) => sent(recording.find(`Command ${name}-preflight`).inputs).needs;
    const records = (...all: PayloadRecord[]) => payloadOf(all);
    assert.equal(
      needs("manager-1"),
      records(
        ["engine", "shop", "23.0"],
        ["disk", "shop", ""],
        ["stack", "shop", "shop"],
        ["vip", "shop/web, shop/api", ""],
      ),
    );
    assert.ok(needs("worker-0").startsWith(records(["engine", "shop", "20.10"]).replace(/end\n$/, "")));
  });

  it("runs before the machine's first swarm step", async () => {
    const { recording } = await preflight();
    const checksBefore = (label: string) =>
      recording.find(label).dependencies.filter((dependency) => dependency.endsWith("-preflight"));
    assert.deepEqual(checksBefore("Command swarm-bootstrap"), ["Command manager-0-preflight"]);
    for (const name of ["manager-1", "manager-2", "worker-0"])
      assert.deepEqual(checksBefore(`Command ${name}-join`), [`Command ${name}-preflight`]);
  });
});

describe("Preflight of existing machines", () => {
  interface Given {
    readonly engines?: Readonly<Record<string, string>>;
    readonly encrypt?: boolean;
    readonly known?: readonly KnownNode[];
    readonly compose?: string;
    readonly ownChecks?: readonly URL[];
  }
  const found = ({
    engines = {},
    encrypt = false,
    known = [],
    compose = "services: {web: {image: nginx}}",
    ownChecks = [],
  }: Given) =>
    record(
      () => {
        const specs = machineSpecs({ managers: 1, pools: [{ name: "worker", count: 2, labels: {} }] });
        return new Preflight("preflight", {
          machines: machinesFor(specs).map((machine) => ({ ...machine, stays: true, ownChecks })),
          models: [modelOf(compose)],
          settings: { encrypt, addressPool: "10.128.0.0/16", seed: "manager-0" },
          observed: { live: { swarm: { nodes: known } } },
        });
      },
      { engines },
    );
  const node = (name: string, version: string, state = "ready"): KnownNode => ({
    ...{ name, state, engine: { version, platform: "linux/amd64" } },
  });
  const apart = {
    "manager-0": "28.5.2 linux x86_64",
    "worker-0": "29.1.3 linux x86_64",
    "worker-1": "28.5.2 linux aarch64",
  };

  it("runs the target's own check first, and again when that check changes", async () => {
    const { recording } = await found({ ownChecks: [scriptFile("targets/hosts/machines/scripts/host.sh")] });
    const { inputs } = recording.find("Command worker-0-preflight");
    // Relative: another clone of the project must not run the check again.
    assert.deepEqual(sent(inputs).ownChecks, ["../targets/hosts/machines/scripts/host.sh"]);
    assert.ok(!String(inputs.create).includes(digest));
  });

  it("compares their engines before it changes any of them", async () => {
    const { recording, result } = await found({ engines: apart });
    const { inputs, parent } = recording.find("Stash preflight-engines");
    assert.deepEqual(
      [parent, inputs.input],
      ["Preflight preflight", ["manager-0 28.5.2", "worker-0 29.1.3", "worker-1 28.5.2"]],
    );
    for (const { checks = [] } of result.machines) assert.equal(checks.length, 2);
  });

  it("refuses engines that drop traffic of an encrypted network, by setting or compose file", async () => {
    const compose = 'services: {web: {image: nginx}}\nnetworks: {default: {driver_opts: {encrypted: ""}}}';
    for (const given of [{ encrypt: true }, { compose }]) {
      const { recording } = await found({ engines: apart, ...given });
      assert.deepEqual(recording.all("pulumi:index:Stash"), []);
    }
  });

  it("prefers the swarm's versions of Ready nodes, because a check may be old", async () => {
    const known = [node("worker-0", "29.2.1")];
    const { recording } = await found({ engines: apart, encrypt: true, known });
    assert.deepEqual(recording.find("Stash preflight-engines").inputs.input, [
      "manager-0 28.5.2",
      "worker-0 29.2.1",
      "worker-1 28.5.2",
    ]);
    const down = await found({ engines: apart, encrypt: true, known: [node("worker-0", "29.2.1", "down")] });
    assert.deepEqual(down.recording.all("pulumi:index:Stash"), []);
  });

  it("reports the platforms to build images for", async () => {
    const { result } = await found({ engines: apart });
    assert.deepEqual(result.platforms && (await resolved(result.platforms)), ["linux/amd64", "linux/arm64"]);
  });

  it("skips both if the target creates the machines", async () => {
    const { recording } = await preflight();
    assert.deepEqual(
      recording.all("pulumi:index:Stash").map(({ name }) => name),
      ["swarm-immutable-settings"],
    );
  });
});
