import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ClusterKeys } from "../../../../../components/keys/clusterKeys.ts";
import { deriveSshKeyPair } from "../../../../../components/keys/keyMaterial.ts";
import type { Machine } from "../../../../../components/machines/machine.ts";
import { machineSpecs } from "../../../../../components/settings/machineSpecs.ts";
import type { Whereabouts } from "../../../../../components/targets/local/machines/stoppedContainers.ts";
import {
  ContainerMachines,
  type ContainerMachinesArgs,
} from "../../../../../components/targets/local/machines.ts";
import { ContainerNetwork } from "../../../../../components/targets/local/network.ts";
import { cluster } from "../../../../support/fakeHost.ts";
import { owner } from "../../../../support/machines.ts";
import { record, resolved } from "../../../../support/recordedProgram.ts";
import { keptSecret } from "../../../../support/resourceAnswers.ts";

const pools = [{ name: "web", count: 1, labels: { tier: "web" } }];
const specs = machineSpecs({ managers: 3, pools });

async function machines(
  started: Readonly<Record<string, Whereabouts>> = {},
  members: ContainerMachinesArgs["members"] = [],
) {
  const { recording, result } = await record(() => {
    const keys = new ClusterKeys("keys");
    return new ContainerMachines("machines", {
      owner,
      specs,
      keys,
      network: new ContainerNetwork("network", { owner, subnet: "172.31.0.0/24" }),
      subnet: "172.31.0.0/24",
      firstPort: 20000,
      started,
      members,
    });
  });
  const key = (purpose: string) => deriveSshKeyPair(keptSecret, purpose);
  return { recording, machines: result.machines, key };
}

describe("ContainerMachines", () => {
  it("creates one image, a container for each machine, and a volume for each manager", async () => {
    const { recording } = await machines();
    const parent = "< ContainerMachines machines";
    assert.deepEqual(recording.tree(), [
      `command:local:Command manager-0-ready ${parent}`,
      `command:local:Command manager-1-ready ${parent}`,
      `command:local:Command manager-2-ready ${parent}`,
      "command:local:Command network < ContainerNetwork network",
      `command:local:Command swarm-test-manager-0-volume ${parent}`,
      `command:local:Command swarm-test-manager-1-volume ${parent}`,
      `command:local:Command swarm-test-manager-2-volume ${parent}`,
      `docker:index/container:Container swarm-test-manager-0 ${parent}`,
      `docker:index/container:Container swarm-test-manager-1 ${parent}`,
      `docker:index/container:Container swarm-test-manager-2 ${parent}`,
      `docker:index/container:Container swarm-test-web-0 ${parent}`,
      `docker:index/remoteImage:RemoteImage machine-image ${parent}`,
      "pulumi:index:Stash keys < ClusterKeys keys",
      "swarm:index:ClusterKeys keys",
      "swarm:index:ContainerMachines machines",
      "swarm:index:ContainerNetwork network",
    ]);
  });

  it("replaces managers that are members in turn, and others in parallel", async () => {
    const { recording } = await machines({}, [
      { name: "manager-2", isReachable: false },
      { name: "manager-1", isReachable: true },
      { name: "manager-0", isReachable: true },
    ]);
    const gates = (node: string) =>
      recording.find(`Container swarm-test-${node}`).dependencies.filter((label) => label.endsWith("-ready"));
    assert.deepEqual(gates("manager-2"), []);
    assert.deepEqual(gates("manager-1"), ["Command manager-2-ready"]);
    assert.deepEqual(gates("manager-0"), ["Command manager-1-ready", "Command manager-2-ready"]);
    assert.deepEqual(gates("web-0"), []);
    const growing = (await machines({}, [{ name: "manager-0", isReachable: true }])).recording;
    for (const node of ["manager-0", "manager-1", "manager-2"])
      assert.deepEqual(
        growing.find(`Container swarm-test-${node}`).dependencies.filter((label) => label.endsWith("-ready")),
        [],
      );
  });

  const labels = (node: string) => [
    { label: "swarm.stack", value: "test" },
    { label: "swarm.cluster", value: cluster },
    { label: "swarm.node", value: node },
  ];

  it("gives a manager a permanent name, address, port and disk", async () => {
    const { recording, key } = await machines();
    assert.deepEqual(recording.find("Container swarm-test-manager-1").inputs, {
      name: "swarm-test-manager-1",
      hostname: "manager-1",
      image: recording.find("RemoteImage machine-image").inputs.name,
      privileged: true,
      mustRun: false,
      restart: "unless-stopped",
      labels: labels("manager-1"),
      networksAdvanced: [{ name: "swarm-test", aliases: ["machines"], ipv4Address: "172.31.0.11" }],
      ports: [{ internal: 22, ip: "127.0.0.1", external: 20001 }],
      uploads: [
        { file: "/etc/swarm/ssh_host_ed25519_key", content: key("ssh host manager-1").compactKey },
        { file: "/etc/swarm/authorized_keys", content: `${key("ssh client").publicKey}\n` },
      ],
      volumes: [{ volumeName: "swarm-test-manager-1", containerPath: "/var/lib/docker" }],
    });
    const volume = recording.find("Command swarm-test-manager-1-volume").inputs;
    const script = "sh components/targets/local/resources/scripts/engineOwner.sh";
    assert.ok(
      String(volume.create).startsWith(`${script} make ${cluster} volume swarm-test-manager-1 test #`),
    );
    assert.equal(volume.delete, `${script} remove ${cluster} volume swarm-test-manager-1`);
  });

  it("gives a worker nothing that its replacement could not have at the same time", async () => {
    const { recording, key } = await machines();
    assert.deepEqual(recording.find("Container swarm-test-web-0").inputs, {
      hostname: "web-0",
      image: recording.find("RemoteImage machine-image").inputs.name,
      privileged: true,
      mustRun: false,
      restart: "unless-stopped",
      labels: labels("web-0"),
      networksAdvanced: [{ name: "swarm-test", aliases: ["machines"] }],
      ports: [{ internal: 22, ip: "127.0.0.1" }],
      uploads: [
        { file: "/etc/swarm/ssh_host_ed25519_key", content: key("ssh host web-0").compactKey },
        { file: "/etc/swarm/authorized_keys", content: `${key("ssh client").publicKey}\n` },
      ],
      volumes: [],
    });
  });

  it("deletes a manager's machine before its replacement, and a worker's afterwards", async () => {
    const { recording } = await machines();
    const containers = recording.all("docker:index/container:Container");
    assert.deepEqual(containers.map(({ name, deleteBeforeReplace }) => [name, deleteBeforeReplace]).sort(), [
      ["swarm-test-manager-0", true],
      ["swarm-test-manager-1", true],
      ["swarm-test-manager-2", true],
      ["swarm-test-web-0", false],
    ]);
  });

  it("knows the new address of a restarted machine, unless it was replaced", async () => {
    const where = { port: 40001, address: "172.31.0.140" };
    const found = async (id: string) => {
      const { machines: made } = await machines({ "web-0": { id, ...where } });
      const [web] = made.filter(({ name }) => name === "web-0");
      assert.ok(web);
      return [(await resolved(web.connection)).port, await resolved(web.address)];
    };
    assert.deepEqual(await found("swarm-test-web-0-id"), [40001, "172.31.0.140"]);
    assert.deepEqual(await found("another"), [32768, "address-of-swarm-test-web-0"]);
  });

  it("boots all machines in parallel, each after the network, the image and its own disk", async () => {
    const { recording } = await machines();
    const earlier = (name: string) => [...recording.before(`Container swarm-test-${name}`)].sort();
    const shared = ["Command network", "RemoteImage machine-image", "Stash keys"];
    assert.deepEqual(earlier("manager-2"), [...shared, "Command swarm-test-manager-2-volume"].sort());
    assert.deepEqual(earlier("web-0"), shared);
  });

  it("keeps the host's private key secret", async () => {
    const { recording } = await machines();
    for (const { name, secrets } of recording.all("docker:index/container:Container"))
      assert.ok(secrets.includes("uploads.0.content"), `${name}: ${secrets}`);
  });

  it("connects with the cluster's key to docker's port, and checks the machine's host key", async () => {
    const { machines: made, key } = await machines();
    const connect = async ({ connection }: Machine) => {
      assert.equal(await pulumi.isSecret(connection), true);
      return resolved(connection);
    };
    const expected = (node: string, port: number) => ({
      host: "127.0.0.1",
      port,
      user: "root",
      privateKey: key("ssh client").compactKey,
      hostKey: key(`ssh host ${node}`).publicKey,
    });
    assert.deepEqual(await Promise.all(made.map(connect)), [
      expected("manager-0", 20000),
      expected("manager-1", 20001),
      expected("manager-2", 20002),
      expected("web-0", 32768),
    ]);
  });

  it("outputs specification, id and address", async () => {
    const { machines: made } = await machines();
    const addresses = ["172.31.0.10", "172.31.0.11", "172.31.0.12", "address-of-swarm-test-web-0"];
    for (const [
      index,
      { id, address, connection, resource, moves, cluster: whose, ...spec },
    ] of made.entries()) {
      assert.deepEqual(spec, specs[index]);
      assert.deepEqual(whose, { id: cluster });
      assert.equal(moves, spec.role === "worker");
      assert.equal(await resolved(id), `swarm-test-${spec.name}-id`);
      assert.equal(await resolved(address), addresses[index]);
      assert.equal(await pulumi.isSecret(address), false);
    }
  });
});
