import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type FileSystem, nfsOptions } from "../../../../components/compose/sharedVolumes.ts";
import { machineSpecs } from "../../../../components/settings/machineSpecs.ts";
import { ComposeStack } from "../../../../components/stack/composeStack.ts";
import type { DeployerInput } from "../../../../components/stack/deployer/deployerInput.ts";
import { expectedArguments, planDeployment } from "../../../../components/stack/deployment.ts";
import { serviceHashes } from "../../../../components/stack/serviceSummary.ts";
import { unpacked } from "../../../../components/steps/packed.ts";
import { quote } from "../../../../components/steps/shell.ts";
import { modelOf } from "../../../support/composeModel.ts";
import { cluster } from "../../../support/fakeHost.ts";
import { machinesFor } from "../../../support/machines.ts";
import { record, resolved } from "../../../support/recordedProgram.ts";
import { swarmId } from "../../../support/resourceAnswers.ts";
import { callOf } from "../../../support/scripts.ts";

class Node extends pulumi.CustomResource {
  constructor(name: string) {
    super("test:index:Node", name, {});
  }
}

const model = modelOf(
  "services: {web: {build: ./web, secrets: [password]}, data: {image: redis}}\nsecrets: {password: {file: ./password.txt}}\n",
  { files: { "web/Dockerfile": "", "password.txt": "hush" } },
);
const image = `registry:5000/shop/web@sha256:${"a".repeat(64)}`;
const deployment = planDeployment(model, { web: image }, "key", cluster);
const expected = expectedArguments(deployment);

const stack = (managers = 1, what = model, stays = false, rerunTrigger = "", fileSystem?: FileSystem) =>
  record(() => {
    const specs = machineSpecs({ managers, pools: [] });
    const machines = machinesFor(specs).map((machine) => ({ ...machine, stays }));
    const [seed] = machines;
    assert.ok(seed);
    return new ComposeStack("shop-stack", {
      model: what,
      seed,
      images: { web: pulumi.output(image) },
      tagged: { web: "shop/web:0123456789abcdef" },
      objectKey: pulumi.secret("key"),
      timeout: 45,
      machines,
      nodeIds: [pulumi.output("node-2"), pulumi.output("node-1")],
      scalingPools: ["web"],
      swarmId,
      rerunTrigger,
      nodes: [new Node("member"), new Node("pull")],
      fileSystem: fileSystem && pulumi.output(fileSystem),
    });
  });

describe("ComposeStack", () => {
  it("creates an attempt and a deployment on the seed, once every node is ready", async () => {
    const { recording } = await stack();
    assert.deepEqual(recording.tree(), [
      "command:local:Command shop-stack < ComposeStack shop-stack",
      "command:remote:Command shop-attempt < ComposeStack shop-stack",
      "swarm:index:ComposeStack shop-stack",
      "test:index:Host manager-0",
      "test:index:Node member",
      "test:index:Node pull",
    ]);
    for (const step of ["Command shop-attempt", "Command shop-stack"]) {
      const { dependencies, deletedWith, inputs } = recording.find(step);
      const before = step === "Command shop-stack" ? ["Command shop-attempt"] : ["Node member", "Node pull"];
      assert.deepEqual([...dependencies].sort(), before);
      assert.equal(deletedWith, "Host manager-0");
      assert.equal("triggers" in inputs, false);
    }
  });

  it("removes itself from an existing machine, whatever else is removed", async () => {
    const { recording } = await stack(1, model, true);
    for (const step of ["Command shop-attempt", "Command shop-stack"])
      assert.equal(recording.find(step).deletedWith, "");
  });

  it("deploys with the stack's name, its timeout and the expected revisions", async () => {
    const { inputs } = (await stack()).recording.find("Command shop-stack");
    const args = expected.split(" ").map(quote).join(" ");
    assert.equal(inputs.create, `node components/stack/deployer/deployStack.ts shop 45 ${args}`);
    assert.equal("delete" in inputs, false);
    assert.equal(inputs.logging, "stderr");
  });

  it("removes the stack with its attempt, which comes before the stack", async () => {
    const { inputs, secrets } = (await stack()).recording.find("Command shop-attempt");
    assert.match(
      callOf(inputs.create),
      /^timeout -k 10 120 swarm-shop-attempt ours c0ffee00c0ffee00c0ff '' [0-9a-f]{12} swarm0{20}$/,
    );
    assert.equal(callOf(inputs.delete), `timeout -k 10 1900 swarm-shop-attempt undo ${cluster} '' shop`);
    assert.equal("stdin" in inputs, false);
    assert.deepEqual(secrets, ["connection"]);
  });

  it("sends the connection, the deployment, the machines and the attempt as a secret", async () => {
    const { inputs, secrets } = (await stack()).recording.find("Command shop-stack");
    const { connection, machines, attempt, ...rest } = unpacked<DeployerInput>(String(inputs.stdin));
    assert.equal(connection.hostKey, "ssh-ed25519 manager-0");
    assert.match(machines, /^[0-9a-f]{12}$/);
    assert.match(attempt, /^attempt-at-[0-9a-f]{12}$/);
    assert.deepEqual(rest, {
      node: "manager-0",
      owner: ["ours", cluster, ""],
      away: [],
      staying: ["node-1", "node-2", "web"],
      deployment,
    });
    assert.deepEqual(secrets, ["stdin"]);
  });

  it("deploys again after drift", async () => {
    const { inputs } = (await stack(1, model, false, "2026-11-29")).recording.find("Command shop-stack");
    assert.match(String(inputs.create), / # again 2026-11-29$/);
  });

  it("creates another attempt only for other content", async () => {
    const attempt = async (...change: Parameters<typeof stack>) =>
      (await stack(...change)).recording.find("Command shop-attempt").inputs.create;
    const first = await attempt();
    assert.equal(await attempt(3), first);
    assert.notEqual(await attempt(1, modelOf("services: {data: {image: redis}}\n")), first);
  });

  it("shows its services in a preview, not as a secret and without their secrets", async () => {
    const { inputs, secrets } = (await stack()).recording.find("ComposeStack shop-stack");
    const hashes = serviceHashes(model, "key");
    assert.deepEqual(inputs, {
      services: {
        web: {
          image: "shop/web:0123456789abcdef",
          replicas: "1 replica",
          ports: [],
          mounts: [],
          hashes: hashes.web,
        },
        data: { image: "redis", replicas: "1 replica", ports: [], mounts: [], hashes: hashes.data },
      },
    });
    assert.deepEqual(secrets, []);
  });

  it("waits for the services again if the machines change", async () => {
    const one = (await stack()).recording.find("Command shop-stack").inputs;
    const three = (await stack(3)).recording.find("Command shop-stack").inputs;
    assert.equal(three.create, one.create);
    assert.notEqual(three.stdin, one.stdin);
  });

  it("places its volumes first, and outputs where they are", async () => {
    const data = modelOf("services: {db: {image: redis, volumes: [data:/data]}}\nvolumes: {data: {}}\n");
    const { recording } = await stack(1, data);
    const { inputs, dependencies, deletedWith } = recording.find("Command shop-volumes");
    assert.equal(
      callOf(inputs.create),
      `timeout -k 10 120 swarm-shop-volumes ours ${cluster} '' shop 73b19e8179b8 shop_data=db`,
    );
    assert.equal("delete" in inputs, false);
    assert.deepEqual([...dependencies].sort(), ["Node member", "Node pull"]);
    assert.equal(deletedWith, "Host manager-0");
    assert.ok(recording.find("Command shop-attempt").dependencies.includes("Command shop-volumes"));
    assert.deepEqual(recording.find("Command shop-stack").dependencies, ["Command shop-attempt"]);
    const { services } = recording.find("ComposeStack shop-stack").inputs as {
      services: Record<string, { pinned?: string[] }>;
    };
    assert.deepEqual(services.db?.pinned, ["shop_data"]);
  });

  it("makes the directories of its volumes of type efs first", async () => {
    const data = modelOf(
      "services: {db: {image: redis, volumes: [up:/up]}}\nvolumes: {up: {driver_opts: {type: efs}}}\n",
    );
    const { recording } = await stack(1, data, false, "", { id: "fs-1", address: "fs-1.example.com" });
    const { inputs, deletedWith } = recording.find("Command shop-directories");
    assert.equal(
      callOf(inputs.create),
      `timeout -k 10 420 swarm-shop-directories ours ${cluster} '' fs-1.example.com ${nfsOptions} shop_up`,
    );
    assert.equal("delete" in inputs, false);
    assert.equal(deletedWith, "Host manager-0");
    assert.ok(recording.find("Command shop-attempt").dependencies.includes("Command shop-directories"));
    assert.ok(recording.registrations.every(({ label }) => label !== "Command shop-volumes"));
  });

  it("outputs what is deployed, not as a secret", async () => {
    const { deployed } = (await stack()).result;
    assert.equal(await pulumi.isSecret(deployed), false);
    assert.equal(await resolved(deployed), expected);
  });
});
