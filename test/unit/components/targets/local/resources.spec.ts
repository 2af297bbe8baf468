import assert from "node:assert/strict";
import type { NodePort } from "../../../../../components/entrypoint/entryPoint.ts";
import { baseImage } from "../../../../../components/images/build/baseImage.ts";
import { ClusterIdentity } from "../../../../../components/keys/clusterIdentity.ts";
import { ClusterKeys } from "../../../../../components/keys/clusterKeys.ts";
import { LocalResources } from "../../../../../components/targets/local/resources.ts";
import type { LocalSettings } from "../../../../../components/targets/local/settings/settings.ts";
import { local } from "../../../../../components/targets/local/target.ts";
import { cluster } from "../../../../support/fakeHost.ts";
import { record, resolved } from "../../../../support/recordedProgram.ts";
import { parseSettings } from "../../../../support/settings.ts";

function settingsOf(written: Readonly<Record<string, unknown>>) {
  const { settings, diagnostics } = parseSettings<LocalSettings>(written, {
    project: "swarm",
    stack: "test",
    root: "/project",
  });
  assert.deepEqual(diagnostics, []);
  return settings;
}

const settings = settingsOf({ local: { subnet: "172.29.4.0/24", firstPort: 21000 }, workers: 1 });

const target = (ports: readonly NodePort[] = [{ published: 8000, protocol: "tcp", http: true }]) =>
  record(async () => {
    const made = await local.createResources(
      settings,
      new ClusterKeys("keys"),
      new ClusterIdentity("cluster"),
    );
    const { inTurn } = made.entryPoint(ports);
    return { made, inTurn };
  });

describe("LocalResources", () => {
  it("implements the target local", async () => {
    assert.ok((await target()).result.made instanceof LocalResources);
  });

  it("creates all components", async () => {
    const { recording } = await target();
    const components = recording.registrations.filter(({ type }) => type.startsWith("swarm:"));
    assert.deepEqual(components.map(({ type, name }) => `${type} ${name}`).sort(), [
      "swarm:index:ClusterIdentity cluster",
      "swarm:index:ClusterKeys keys",
      "swarm:index:ContainerEntryPoint entrypoint",
      "swarm:index:ContainerMachines machines",
      "swarm:index:ContainerNetwork network",
      "swarm:index:ContainerRegistry registry",
    ]);
  });

  it("takes subnet and ports from the settings", async () => {
    const { recording, result } = await target();
    const inputs = (label: string) => JSON.stringify(recording.find(label).inputs);
    assert.match(
      inputs("Command network"),
      / make c0ffee00c0ffee00c0ff network swarm-test test 172.29.4.0\/24 172.29.4.1 172.29.4.128\/25 #/,
    );
    assert.match(inputs("Container swarm-test-manager-0"), /"ipv4Address":"172.29.4.10"/);
    assert.match(inputs("Container swarm-test-manager-0"), /"external":21000/);
    assert.equal(await resolved(result.made.registry.login.pushAddress), "127.0.0.1:21009");
  });

  it("removes nodes in turn, unless every node serves every load-balanced port", async () => {
    const everywhere = { published: 8000, protocol: "tcp", http: true, everywhere: true } as const;
    const somewhere = { ...everywhere, published: 81, everywhere: false };
    const udp = { ...somewhere, protocol: "udp" } as const;
    const inTurn = async (...ports: NodePort[]) => (await target(ports)).result.inTurn;
    assert.equal(await inTurn(), false);
    assert.equal(await inTurn(everywhere, udp), false);
    assert.equal(await inTurn(everywhere, somewhere), true);
  });

  it("attaches every container to its network, which is deleted after them", async () => {
    const { recording } = await target();
    const containers = recording.all("docker:index/container:Container");
    assert.equal(containers.length, 4);
    for (const { label, inputs, dependencies } of containers) {
      const [network] = inputs.networksAdvanced as { name: string }[];
      assert.equal(network?.name, "swarm-test", label);
      assert.ok(dependencies.includes("Command network"), label);
    }
  });

  it("labels every container and image with the stack and the cluster", async () => {
    const { recording } = await target();
    const labels = [
      { label: "swarm.stack", value: "test" },
      { label: "swarm.cluster", value: cluster },
    ];
    for (const { label, inputs } of recording.all("docker:index/container:Container"))
      assert.deepEqual((inputs.labels as unknown[]).slice(0, 2), labels, label);
    const images = recording.all("docker:index/remoteImage:RemoteImage");
    assert.equal(images.length, 3);
    for (const { label, inputs } of images)
      assert.deepEqual(
        (inputs.build as { buildArgs: unknown }).buildArgs,
        { SWARM_BASE_IMAGE: baseImage(), STACK: "test", CLUSTER: cluster },
        label,
      );
  });
});
