import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { machineSpecs } from "../../../../components/machines/machineSpecs.ts";
import { readScript } from "../../../../components/remote/script.ts";
import { ComposeStack } from "../../../../components/stack/composeStack.ts";
import { planDeployment } from "../../../../components/stack/deployment.ts";
import { serviceHashes } from "../../../../components/stack/serviceSummary.ts";
import { modelOf } from "../../../support/composeModel.ts";
import { machinesFor } from "../../../support/machines.ts";
import { record, resolved } from "../../../support/recordedProgram.ts";
import { scriptFile } from "../../../support/scripts.ts";

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
const { words, payload } = planDeployment(model, { web: image }, "key");

const stack = (managers = 1) =>
  record(() => {
    const machines = machinesFor(machineSpecs({ managers, pools: [] }));
    const [seed] = machines;
    assert.ok(seed);
    return new ComposeStack("shop-stack", {
      model,
      seed,
      images: { web: pulumi.output(image) },
      tagged: { web: "shop/web:0123456789abcdef" },
      objectKey: pulumi.secret("key"),
      timeout: 45,
      machines,
      nodes: [new Node("member"), new Node("pull")],
    });
  });

describe("ComposeStack", () => {
  it("is one step on the seed, after every node is ready for work", async () => {
    const { recording } = await stack();
    assert.deepEqual(recording.tree(), [
      "command:remote:Command shop-stack < ComposeStack shop-stack",
      "swarm:index:ComposeStack shop-stack",
      "test:index:Host manager-0",
      "test:index:Node member",
      "test:index:Node pull",
    ]);
    const { dependencies, deletedWith, inputs } = recording.find("Command shop-stack");
    assert.deepEqual(dependencies, ["Node member", "Node pull"]);
    assert.equal(deletedWith, "Host manager-0");
    assert.equal((inputs.connection as { hostKey: string }).hostKey, "ssh-ed25519 manager-0");
  });

  it("deploys with the stack's name, its time and the revisions that must run, and removes by name", async () => {
    const { inputs } = (await stack()).recording.find("Command shop-stack");
    const call = (verb: "create" | "delete") => String(inputs[verb]).replace(/sh -c "[^"]*" /, "");
    assert.equal(call("create"), `timeout -k 10 165 swarm-shop-stack shop 45 '${words}'`);
    assert.equal(call("delete"), "timeout -k 10 300 swarm-shop-stack shop");
    assert.equal(inputs.logging, "stderr");
    assert.equal("triggers" in inputs, false);
  });

  it("sends both scripts, a word for the machines, then the objects and the file, as a secret", async () => {
    const { inputs, secrets } = (await stack()).recording.find("Command shop-stack");
    const scripts = ["deploy.sh", "remove.sh"].map((name) => readScript(scriptFile(`stack/scripts/${name}`)));
    const sent = String(inputs.stdin);
    assert.equal(
      sent.replace(/^machines [0-9a-f]{12}$/m, "machines"),
      `${scripts.join("")}machines\n${payload}`,
    );
    assert.deepEqual([...secrets].sort(), ["connection", "stdin"]);
  });

  it("tells a preview of its services, in clear and without their secrets", async () => {
    const { inputs, secrets } = (await stack()).recording.find("ComposeStack shop-stack");
    const hashes = serviceHashes(model, "key");
    assert.deepEqual(inputs, {
      services: {
        web: { image: "shop/web:0123456789abcdef", replicas: "1 replica", ports: [], hashes: hashes.web },
        data: { image: "redis", replicas: "1 replica", ports: [], hashes: hashes.data },
      },
    });
    assert.deepEqual(secrets, []);
  });

  it("waits for the services again on another set of machines", async () => {
    const one = (await stack()).recording.find("Command shop-stack").inputs;
    const three = (await stack(3)).recording.find("Command shop-stack").inputs;
    assert.equal(three.create, one.create);
    assert.notEqual(three.stdin, one.stdin);
  });

  it("tells what is deployed, in clear", async () => {
    const { deployed } = (await stack()).result;
    assert.equal(await pulumi.isSecret(deployed), false);
    assert.equal(await resolved(deployed), words);
  });
});
