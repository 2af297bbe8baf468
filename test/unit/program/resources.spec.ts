import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Folder } from "../../support/folder.ts";
import { resolved } from "../../support/recordedProgram.ts";
import { digestOf, swarmId } from "../../support/resourceAnswers.ts";
import { changed, inputsOf, shop, shopProgram } from "../../support/shopProgram.ts";

describe("the program", () => {
  const { firstPort, highlyAvailable, run, usual } = shopProgram();

  it("creates exactly these resources for one manager and two workers", async () => {
    assert.deepEqual((await usual()).recording.tree(), [
      "command:local:Command answer < EndpointCheck answer",
      "command:local:Command manager-0-preflight < Preflight preflight",
      "command:local:Command manager-0-traffic < ContainerEntryPoint entrypoint",
      "command:local:Command network < ContainerNetwork network",
      "command:local:Command registry-retention < ContainerRegistry registry",
      "command:local:Command shop-stack < ComposeStack shop-stack",
      "command:local:Command shop/redis:latest < MirroredImage shop/redis:latest",
      "command:local:Command swarm-test-manager-0-volume < ContainerMachines machines",
      "command:local:Command swarm-test-registry-volume < ContainerRegistry registry",
      "command:local:Command worker-0-preflight < Preflight preflight",
      "command:local:Command worker-0-traffic < ContainerEntryPoint entrypoint",
      "command:local:Command worker-1-preflight < Preflight preflight",
      "command:local:Command worker-1-traffic < ContainerEntryPoint entrypoint",
      "command:remote:Command images-used < NodeImages images",
      "command:remote:Command manager-0-member < SwarmNode manager-0",
      "command:remote:Command manager-0-pull < NodeImages images",
      "command:remote:Command shop-attempt < ComposeStack shop-stack",
      "command:remote:Command swarm-bootstrap < SwarmCluster swarm",
      "command:remote:Command swarm-join-token < SwarmCluster swarm",
      "command:remote:Command swarm-ready < SwarmCluster swarm",
      "command:remote:Command worker-0-join < SwarmNode worker-0",
      "command:remote:Command worker-0-member < SwarmNode worker-0",
      "command:remote:Command worker-0-pull < NodeImages images",
      "command:remote:Command worker-1-join < SwarmNode worker-1",
      "command:remote:Command worker-1-member < SwarmNode worker-1",
      "command:remote:Command worker-1-pull < NodeImages images",
      "docker-build:index:Image shop/api < ServiceImage shop/api",
      "docker-build:index:Image shop/web < ServiceImage shop/web",
      "docker:index/container:Container entrypoint < ContainerEntryPoint entrypoint",
      "docker:index/container:Container registry < ContainerRegistry registry",
      "docker:index/container:Container swarm-test-manager-0 < ContainerMachines machines",
      "docker:index/container:Container swarm-test-worker-0 < ContainerMachines machines",
      "docker:index/container:Container swarm-test-worker-1 < ContainerMachines machines",
      "docker:index/remoteImage:RemoteImage balancer-image < ContainerEntryPoint entrypoint",
      "docker:index/remoteImage:RemoteImage machine-image < ContainerMachines machines",
      "docker:index/remoteImage:RemoteImage registry-image < ContainerRegistry registry",
      "pulumi:index:Stash cluster < ClusterIdentity cluster",
      "pulumi:index:Stash drift < DriftCorrection drift",
      "pulumi:index:Stash keys < ClusterKeys keys",
      "pulumi:index:Stash swarm-immutable-settings < SwarmCluster swarm",
      "swarm:index:ClusterIdentity cluster",
      "swarm:index:ClusterKeys keys",
      "swarm:index:ComposeStack shop-stack",
      "swarm:index:ContainerEntryPoint entrypoint",
      "swarm:index:ContainerMachines machines",
      "swarm:index:ContainerNetwork network",
      "swarm:index:ContainerRegistry registry",
      "swarm:index:DriftCorrection drift",
      "swarm:index:EndpointCheck answer",
      "swarm:index:MirroredImage shop/redis:latest < StackImages shop",
      "swarm:index:NodeImages images",
      "swarm:index:Preflight preflight",
      "swarm:index:ServiceImage shop/api < StackImages shop",
      "swarm:index:ServiceImage shop/web < StackImages shop",
      "swarm:index:StackImages shop",
      "swarm:index:SwarmCluster swarm",
      "swarm:index:SwarmNode manager-0 < SwarmCluster swarm",
      "swarm:index:SwarmNode worker-0 < SwarmCluster swarm",
      "swarm:index:SwarmNode worker-1 < SwarmCluster swarm",
    ]);
  });

  it("creates a machine for each manager and a node for each worker of a pool", async () => {
    const { recording } = await run({ managers: 3, workers: { web: { count: 1 }, batch: { count: 2 } } });
    const of = (type: string) =>
      recording
        .all(type)
        .map(({ name }) => name)
        .sort();
    assert.deepEqual(of("swarm:index:SwarmNode"), [
      "batch-0",
      "batch-1",
      "manager-0",
      "manager-1",
      "manager-2",
      "web-0",
    ]);
    assert.deepEqual(of("docker:index/container:Container"), [
      "entrypoint",
      "registry",
      "swarm-test-batch-0",
      "swarm-test-batch-1",
      "swarm-test-manager-0",
      "swarm-test-manager-1",
      "swarm-test-manager-2",
      "swarm-test-web-0",
    ]);
    assert.deepEqual(of("command:remote:Command"), [
      "batch-0-join",
      "batch-0-member",
      "batch-0-pull",
      "batch-1-join",
      "batch-1-member",
      "batch-1-pull",
      "images-used",
      "manager-0-member",
      "manager-0-pull",
      "manager-1-join",
      "manager-1-member",
      "manager-1-pull",
      "manager-2-join",
      "manager-2-member",
      "manager-2-pull",
      "shop-attempt",
      "swarm-bootstrap",
      "swarm-join-token",
      "swarm-ready",
      "web-0-join",
      "web-0-member",
      "web-0-pull",
    ]);
  });

  it("keeps the images of two stacks apart, whatever their names", async () => {
    const service = (name: string) => `services: {${name}: {build: ./web}}\n`;
    using other = new Folder().write({
      ...shop,
      "one.yaml": service("api-web"),
      "two.yaml": service("web"),
    });
    const stacks = { shop: { file: other.at("one.yaml") }, "shop-api": { file: other.at("two.yaml") } };
    const { recording } = await run({ stacks });
    assert.deepEqual(
      recording
        .all("docker-build:index:Image")
        .map(({ name }) => name)
        .sort(),
      ["shop-api/web", "shop/api-web"],
    );
  });

  it("creates the same in a preview, where no value is known yet", async () => {
    const { recording } = await highlyAvailable();
    assert.deepEqual((await run({ managers: 3 }, { preview: true })).recording.tree(), recording.tree());
  });

  it("requests the same when it runs again", async () => {
    const [one, other] = [await usual(), await run()];
    assert.deepEqual(other.recording.tree(), one.recording.tree());
    assert.deepEqual(changed(one.recording, other.recording), []);
  });

  it("exports the documented outputs, in clear", async () => {
    const { recording, result } = await run({ workers: { web: { count: 1, labels: { tier: "web" } } } });
    const outputs = pulumi.output({ ...result });
    const reference = (service: string) =>
      `registry:5000/shop@${digestOf(inputsOf(recording, `Image shop/${service}`).tags)}`;
    assert.deepEqual(await resolved(outputs), {
      endpoint: `http://127.0.0.1:${firstPort() + 10}`,
      nodes: [
        { name: "manager-0", role: "manager", address: "172.31.0.10" },
        { name: "web-0", role: "worker", address: "address-of-swarm-test-web-0" },
      ],
      swarmId,
      images: {
        web: reference("web"),
        api: reference("api"),
        data: `registry:5000/shop@${digestOf(inputsOf(recording, "Command shop/redis:latest").create)}`,
      },
    });
    assert.equal(await pulumi.isSecret(outputs), false);
  });
});
