import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ContainerNetwork } from "../../../../../components/targets/local/network.ts";
import { ContainerRegistry } from "../../../../../components/targets/local/registry.ts";
import { cluster } from "../../../../support/fakeHost.ts";
import { owner } from "../../../../support/machines.ts";
import { record, resolved } from "../../../../support/recordedProgram.ts";

const registry = () =>
  record(() => {
    const network = new ContainerNetwork("network", { owner, subnet: "172.31.0.0/24" });
    return new ContainerRegistry("registry", {
      owner,
      network,
      port: 20009,
      password: pulumi.secret("hush"),
    });
  });

describe("ContainerRegistry", () => {
  it("creates an image, a volume and a container", async () => {
    const { recording } = await registry();
    assert.deepEqual(recording.tree(), [
      "command:local:Command network < ContainerNetwork network",
      "command:local:Command swarm-test-registry-volume < ContainerRegistry registry",
      "docker:index/container:Container registry < ContainerRegistry registry",
      "docker:index/remoteImage:RemoteImage registry-image < ContainerRegistry registry",
      "swarm:index:ContainerNetwork network",
      "swarm:index:ContainerRegistry registry",
    ]);
  });

  it("listens as registry in the network, and on one loopback port", async () => {
    const { recording } = await registry();
    const { inputs, dependencies, deleteBeforeReplace } = recording.find("Container registry");
    assert.deepEqual(inputs, {
      name: "swarm-test-registry",
      hostname: "registry",
      image: recording.find("RemoteImage registry-image").inputs.name,
      mustRun: false,
      restart: "unless-stopped",
      labels: [
        { label: "swarm.stack", value: "test" },
        { label: "swarm.cluster", value: cluster },
      ],
      networksAdvanced: [{ name: "swarm-test", aliases: ["registry"] }],
      ports: [{ internal: 5000, ip: "127.0.0.1", external: 20009 }],
      uploads: [{ file: "/etc/swarm/registry-password", content: "hush" }],
      volumes: [{ volumeName: "swarm-test-registry", containerPath: "/var/lib/registry" }],
    });
    assert.deepEqual(dependencies, [
      "Command network",
      "Command swarm-test-registry-volume",
      "RemoteImage registry-image",
    ]);
    assert.equal(deleteBeforeReplace, true);
    const volume = recording.find("Command swarm-test-registry-volume").inputs;
    assert.match(String(volume.create), new RegExp(` make ${cluster} volume swarm-test-registry test #`));
  });

  it("keeps its password secret in the container and in logins", async () => {
    const { recording, result } = await registry();
    assert.ok(recording.find("Container registry").secrets.includes("uploads.0.content"));
    const { pushAddress, nodeAddress, username, password, nodeConfiguration } = result.login;
    assert.deepEqual(await resolved(pulumi.all([pushAddress, nodeAddress, username])), [
      "127.0.0.1:20009",
      "registry:5000",
      "swarm",
    ]);
    assert.equal(await resolved(password), "hush");
    assert.equal(await pulumi.isSecret(password), true);
    const auth = Buffer.from("swarm:hush").toString("base64");
    assert.equal(await resolved(nodeConfiguration), `{"auths":{"registry:5000":{"auth":"${auth}"}}}`);
    assert.equal(await pulumi.isSecret(nodeConfiguration), true);
  });

  it("keeps a stack's images in one repository, with different tags", async () => {
    const { result } = await registry();
    assert.deepEqual(result.repositoryOf("shop", "api"), { repository: "shop", tagPrefix: "api-" });
  });
});
