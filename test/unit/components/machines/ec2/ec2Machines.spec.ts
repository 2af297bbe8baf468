import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { deriveSshKeyPair } from "../../../../../components/keys/keyMaterial.ts";
import { bastionData } from "../../../../../components/machines/ec2/bastionData.ts";
import { bootData } from "../../../../../components/machines/ec2/bootData.ts";
import type { Machine } from "../../../../../components/machines/machine.ts";
import { machineSpecs } from "../../../../../components/machines/machineSpecs.ts";
import { awsSettings, ec2Cluster } from "../../../../support/ec2Program.ts";
import { cluster } from "../../../../support/fakeHost.ts";
import { resolved } from "../../../../support/recordedProgram.ts";
import { keptSecret } from "../../../../support/resourceAnswers.ts";

const small = awsSettings({ workers: 1 });
const large = awsSettings({
  managers: 3,
  workers: {
    web: { count: 2, type: "t4g.large", disk: 50 },
    batch: { count: 1, spot: true },
  },
  aws: { network: { private: true, natPerZone: true }, machines: { sessionManager: true } },
});
const changed = (aws: object) => awsSettings({ managers: 3, workers: 1, aws });

const key = (purpose: string) => deriveSshKeyPair(keptSecret, purpose);
const tags = (name: string, node?: string) => ({
  team: "shop",
  Name: `swarm-test-${name}`,
  "swarm.project": "swarm",
  "swarm.stack": "test",
  "swarm.cluster": cluster,
  ...(node ? { "swarm.node": node } : {}),
});
const image = (architecture: string) => `ami-of-/aws/service/debian/release/13/latest/${architecture}`;

/** What every instance has. */
const metadataOptions = { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 };
const rootBlockDevice = (volumeSize: number, rootTags: object) => ({
  encrypted: true,
  volumeType: "gp3",
  volumeSize,
  deleteOnTermination: true,
  tags: rootTags,
});

function userData(node: string, more: { dataVolume?: string; sessionManager?: boolean } = {}) {
  return bootData({
    node,
    user: "swarm",
    authorizedKey: key("ssh client").publicKey,
    hostKey: key(`ssh host ${node}`),
    engine: small.aws.machines.engine,
    sessionManager: false,
    region: "eu-central-1",
    ...more,
  });
}

describe("Ec2Machines", () => {
  it("is exactly this for one manager and one worker", async () => {
    const { recording } = await ec2Cluster(small);
    assert.deepEqual(
      recording.tree().filter((line) => /< (Ec2Machine|MachineImage|Bastion)|^swarm:/.test(line)),
      [
        "aws:ebs/volume:Volume manager-0-data < Ec2Machine manager-0",
        "aws:ec2/eip:Eip manager-0-address < Ec2Machine manager-0",
        "aws:ec2/eipAssociation:EipAssociation manager-0-address < Ec2Machine manager-0",
        "aws:ec2/instance:Instance manager-0 < Ec2Machine manager-0",
        "aws:ec2/instance:Instance worker-0 < Ec2Machine worker-0",
        "aws:ec2/volumeAttachment:VolumeAttachment manager-0-data < Ec2Machine manager-0",
        "command:remote:Command manager-0-boot < Ec2Machine manager-0",
        "command:remote:Command manager-0-seat < Ec2Machine manager-0",
        "command:remote:Command worker-0-boot < Ec2Machine worker-0",
        "pulumi:index:Stash amd64@debian-13 < MachineImage image",
        "swarm:index:ClusterKeys keys",
        "swarm:index:Ec2Machine manager-0 < Ec2Machines machines",
        "swarm:index:Ec2Machine worker-0 < Ec2Machines machines",
        "swarm:index:Ec2Machines machines",
        "swarm:index:Ec2Network network",
        "swarm:index:MachineImage image < Ec2Machines machines",
        "swarm:index:NodeRole nodes",
        "swarm:index:SecurityGroups network < Ec2Network network",
        "swarm:index:VirtualNetwork network < Ec2Network network",
      ],
    );
  });

  it("is exactly this for three managers and two pools without public addresses", async () => {
    const { recording } = await ec2Cluster(large);
    const managers = ["manager-0", "manager-1", "manager-2"];
    const workers = ["batch-0", "web-0", "web-1"];
    assert.deepEqual(
      recording.tree().filter((line) => /< (Ec2Machines?|MachineImage|Bastion) /.test(line)),
      [
        ...managers.map((node) => `aws:ebs/volume:Volume ${node}-data < Ec2Machine ${node}`),
        "aws:ec2/eip:Eip bastion < Bastion bastion",
        "aws:ec2/eipAssociation:EipAssociation bastion < Bastion bastion",
        "aws:ec2/instance:Instance bastion < Bastion bastion",
        ...[...managers, ...workers].map((node) => `aws:ec2/instance:Instance ${node} < Ec2Machine ${node}`),
        ...managers.map(
          (node) => `aws:ec2/volumeAttachment:VolumeAttachment ${node}-data < Ec2Machine ${node}`,
        ),
        ...[...managers, ...workers].map(
          (node) => `command:remote:Command ${node}-boot < Ec2Machine ${node}`,
        ),
        ...managers.map((node) => `command:remote:Command ${node}-seat < Ec2Machine ${node}`),
        "pulumi:index:Stash arm64@debian-13 < MachineImage image",
        "swarm:index:Bastion bastion < Ec2Machines machines",
        ...[...managers, ...workers].map((node) => `swarm:index:Ec2Machine ${node} < Ec2Machines machines`),
        "swarm:index:MachineImage image < Ec2Machines machines",
      ].sort(),
    );
  });

  it("gives a manager an address, a disk and a second security group", async () => {
    const { recording } = await ec2Cluster(changed({}));
    const node = "manager-1";
    assert.deepEqual(recording.find("Instance manager-1").inputs, {
      ami: image("amd64"),
      instanceType: "t3.small",
      subnetId: "managers-1-id",
      privateIp: "10.64.144.5",
      vpcSecurityGroupIds: ["nodes-id", "managers-id"],
      iamInstanceProfile: "profile-nodes",
      metadataOptions,
      rootBlockDevice: rootBlockDevice(10, tags("manager-1-root", node)),
      userData: userData(node, { dataVolume: "manager-1-data-id" }),
      userDataReplaceOnChange: true,
      tags: tags(node, node),
    });
    assert.deepEqual(recording.find("Volume manager-1-data").inputs, {
      availabilityZone: "eu-central-1b",
      size: 20,
      type: "gp3",
      encrypted: true,
      tags: tags("manager-1-data", node),
    });
    assert.deepEqual(recording.find("VolumeAttachment manager-1-data").inputs, {
      volumeId: "manager-1-data-id",
      instanceId: "manager-1-id",
      deviceName: "/dev/sdf",
      stopInstanceBeforeDetaching: true,
    });
    assert.deepEqual(recording.find("Eip manager-1-address").inputs, {
      domain: "vpc",
      tags: tags("manager-1-address", node),
    });
    assert.deepEqual(recording.find("EipAssociation manager-1-address").inputs, {
      allocationId: "manager-1-address-id",
      instanceId: "manager-1-id",
    });
  });

  it("gives a worker nothing that its successor could not have beside it", async () => {
    const { recording } = await ec2Cluster(large);
    assert.deepEqual(recording.find("Instance web-1").inputs, {
      ami: image("arm64"),
      instanceType: "t4g.large",
      subnetId: "private-2-id",
      vpcSecurityGroupIds: ["nodes-id"],
      iamInstanceProfile: "profile-nodes",
      metadataOptions,
      rootBlockDevice: rootBlockDevice(50, tags("web-1-root", "web-1")),
      userData: userData("web-1", { sessionManager: true }),
      userDataReplaceOnChange: true,
      tags: tags("web-1", "web-1"),
    });
    assert.deepEqual(recording.find("Instance batch-0").inputs.instanceMarketOptions, { marketType: "spot" });
  });

  it("gives a bastion an address and the nodes' image, but none of their rights", async () => {
    const { recording } = await ec2Cluster(large);
    assert.deepEqual(recording.find("Instance bastion").inputs, {
      ami: image("arm64"),
      instanceType: "t4g.nano",
      subnetId: "public-0-id",
      vpcSecurityGroupIds: ["bastion-id"],
      metadataOptions,
      rootBlockDevice: rootBlockDevice(8, tags("bastion")),
      userData: bastionData({
        user: "swarm",
        authorizedKey: key("ssh client").publicKey,
        hostKey: key("ssh host bastion"),
      }),
      userDataReplaceOnChange: true,
      tags: tags("bastion"),
    });
    assert.deepEqual(recording.find("EipAssociation bastion").inputs, {
      allocationId: "bastion-id",
      instanceId: "bastion-id",
    });
  });

  it("protects managers from termination by hand, and from nothing that a preview has shown", async () => {
    const { recording } = await ec2Cluster(changed({ machines: { terminationProtection: true } }));
    const isProtected = recording
      .all("aws:ec2/instance:Instance")
      .map(({ name, inputs }) => [name, inputs.disableApiTermination, inputs.forceDestroy]);
    assert.deepEqual(isProtected.sort(), [
      ["manager-0", true, true],
      ["manager-1", true, true],
      ["manager-2", true, true],
      ["worker-0", undefined, undefined],
    ]);
  });
});

describe("replacing EC2 machines", () => {
  it("takes a manager's machine away before, and a worker's after", async () => {
    const { recording } = await ec2Cluster(large);
    const instances = recording.all("aws:ec2/instance:Instance");
    assert.deepEqual(instances.map(({ name, deleteBeforeReplace }) => [name, deleteBeforeReplace]).sort(), [
      ["bastion", true],
      ["batch-0", false],
      ["manager-0", true],
      ["manager-1", true],
      ["manager-2", true],
      ["web-0", false],
      ["web-1", false],
    ]);
  });

  it("gives a worker of another type a new machine, and a manager its own one", async () => {
    const { recording } = await ec2Cluster(small);
    assert.deepEqual(recording.find("Instance worker-0").replaceOnChanges, ["instanceType"]);
    assert.deepEqual(recording.find("Instance manager-0").replaceOnChanges, []);
  });

  it("leaves a manager and its disk in the zone where they were born", async () => {
    const { recording } = await ec2Cluster(small);
    assert.deepEqual(recording.find("Instance manager-0").ignoreChanges, ["subnetId", "privateIp"]);
    assert.deepEqual(recording.find("Volume manager-0-data").ignoreChanges, ["availabilityZone"]);
    assert.deepEqual(recording.find("Instance worker-0").ignoreChanges, ["associatePublicIpAddress"]);
  });

  it("takes disk and address from a manager's old machine first, unless that goes for good", async () => {
    const { recording } = await ec2Cluster(small);
    for (const label of ["VolumeAttachment manager-0-data", "EipAssociation manager-0-address"]) {
      const found = recording.find(label);
      assert.equal(found.deleteBeforeReplace, true, label);
      assert.equal(found.deletedWith, "Instance manager-0", label);
    }
  });

  it("waits for the first boot again, and then for the manager's seat", async () => {
    const { recording } = await ec2Cluster(small);
    const words = (step: string) =>
      String(recording.find(`Command ${step}`).inputs.create).split(" swarm-")[1];
    assert.equal(words("manager-0-boot"), `manager-0-boot any ${cluster} '' manager-0-id`);
    assert.equal(words("manager-0-seat"), `manager-0-seat ours-or-none ${cluster} '' manager-0-id t3.small`);
    assert.equal(words("worker-0-boot"), `worker-0-boot any ${cluster} '' worker-0-id`);
    for (const { name, inputs } of recording.all("command:remote:Command")) {
      assert.ok(!("triggers" in inputs) && !("delete" in inputs), name);
      assert.equal(inputs.logging, "stderr", name);
    }
  });
});

describe("the order of EC2 machines", () => {
  it("boots a machine when its network is complete and its disk is there", async () => {
    const { recording } = await ec2Cluster(small, { firstRun: true });
    const { dependencies } = recording.find("Instance manager-0");
    const network = recording.registrations
      .filter(({ type, parent }) => type.startsWith("aws:") && / network$/.test(parent))
      .map(({ label }) => label);
    assert.ok(network.length > 20);
    assert.deepEqual(
      dependencies,
      [
        ...network,
        "InstanceProfile nodes",
        "Stash amd64@debian-13",
        "Stash keys",
        "Volume manager-0-data",
      ].sort(),
    );
  });

  it("waits for a manager's boot when its disk and address are in place", async () => {
    const { recording } = await ec2Cluster(small);
    for (const label of ["EipAssociation manager-0-address", "VolumeAttachment manager-0-data"])
      assert.ok(recording.find("Command manager-0-boot").dependencies.includes(label), label);
  });

  const machines = ["manager-0", "manager-1", "manager-2", "worker-0"];
  const machinesBefore = (recording: Awaited<ReturnType<typeof ec2Cluster>>["recording"], node: string) =>
    [...recording.before(`Instance ${node}`)].filter((label) => /^(Instance|Command) /.test(label)).sort();

  it("boots all machines of a new cluster at once", async () => {
    const { recording } = await ec2Cluster(changed({}), { firstRun: true });
    for (const node of machines) assert.deepEqual(machinesBefore(recording, node), [], node);
  });

  it("touches a manager of a cluster only when the one before has its seat", async () => {
    const { recording } = await ec2Cluster(changed({}));
    const steps = (node: string) => [`Command ${node}-boot`, `Command ${node}-seat`, `Instance ${node}`];
    assert.deepEqual(machinesBefore(recording, "manager-0"), []);
    assert.deepEqual(machinesBefore(recording, "manager-1"), steps("manager-0"));
    assert.deepEqual(
      machinesBefore(recording, "manager-2"),
      [...steps("manager-0"), ...steps("manager-1")].sort(),
    );
    assert.deepEqual(machinesBefore(recording, "worker-0"), []);
    const direct = (node: string) =>
      recording.find(`Instance ${node}`).dependencies.filter((label) => label.startsWith("Command"));
    assert.deepEqual(direct("manager-2"), ["Command manager-1-seat"]);
  });

  it("takes no input of a machine from another one, so that none is replaced with it", async () => {
    const { recording } = await ec2Cluster(changed({}));
    const inputsFrom = (node: string) => recording.find(`Instance ${node}`).inputDependencies;
    const shared = [
      "InstanceProfile nodes",
      "SecurityGroup managers",
      "SecurityGroup nodes",
      "Stash amd64@debian-13",
      "Stash keys",
    ];
    for (const index of [0, 1, 2])
      assert.deepEqual(inputsFrom(`manager-${index}`), [
        ...shared,
        `Subnet managers-${index}`,
        `Volume manager-${index}-data`,
      ]);
    const worker = [...shared.filter((label) => label !== "SecurityGroup managers"), "Subnet public-2"];
    assert.deepEqual(inputsFrom("worker-0"), worker);
  });

  it("asks for the same inputs on the first run and later", async () => {
    const first = await ec2Cluster(small, { firstRun: true });
    const later = await ec2Cluster(small);
    const words = ({ recording }: typeof first) =>
      recording.all("command:remote:Command").map(({ name, inputs }) => [name, inputs.create, inputs.stdin]);
    assert.deepEqual(words(later), words(first));
    const names = ({ recording }: typeof first) => recording.tree();
    assert.deepEqual(names(later), names(first));
  });
});

describe("EC2 machines as the swarm sees them", () => {
  const connect = async ({ connection }: Machine) => {
    assert.equal(await pulumi.isSecret(connection), true);
    return resolved(connection);
  };
  const endpoint = (node: string, host: string) => ({
    host,
    port: 22,
    user: "swarm",
    privateKey: key("ssh client").privateKey,
    hostKey: key(`ssh host ${node}`).publicKey,
  });

  it("are reached at public addresses, a manager at one that stays", async () => {
    const { result } = await ec2Cluster(small);
    assert.deepEqual(await Promise.all(result.machines.map(connect)), [
      endpoint("manager-0", "elastic-address-of-manager-0-address"),
      endpoint("worker-0", "public-address-of-worker-0"),
    ]);
  });

  it("are reached through the bastion where they have no public addresses", async () => {
    const { result } = await ec2Cluster(large);
    const [manager, web] = await Promise.all(result.machines.slice(2, 4).map(connect));
    const proxy = endpoint("bastion", "elastic-address-of-bastion");
    assert.deepEqual(manager, { ...endpoint("manager-2", "10.64.160.6"), proxy });
    assert.deepEqual(web, { ...endpoint("web-0", "private-address-of-web-0"), proxy });
  });

  it("are reached by no step before their first boot is over", async () => {
    const { recording, result } = await ec2Cluster(small);
    assert.ok(recording.find("Command manager-0-seat").dependencies.includes("Command manager-0-boot"));
    const before = async ({ connection, name }: Machine) => {
      const resources = await (
        connection as unknown as { allResources(): Promise<Set<pulumi.Resource>> }
      ).allResources();
      const urns = await Promise.all([...resources].map(({ urn }) => resolved(urn)));
      return urns.some((urn) => urn.endsWith(`::${name}-boot`));
    };
    assert.deepEqual(await Promise.all(result.machines.map(before)), [true, true]);
  });

  it("are what was specified, with an id, a private address and the balancer's delay", async () => {
    const { recording, result } = await ec2Cluster(small);
    const addresses = ["10.64.128.4", "private-address-of-worker-0"];
    for (const [index, made] of result.machines.entries()) {
      const { id, address, connection: _, resource, drainDelay, cluster: whose, ...spec } = made;
      assert.deepEqual(spec, machineSpecs(small)[index]);
      assert.equal(await resolved(id), `${spec.name}-id`);
      assert.equal(await resolved(address), addresses[index]);
      assert.equal(await pulumi.isSecret(address), false);
      assert.deepEqual(whose, { id: cluster });
      assert.equal(drainDelay, 30);
      const urn = await resolved(resource.urn);
      assert.ok(urn.endsWith(recording.find(`Instance ${spec.name}`).urn.split("::").slice(1).join("::")));
    }
  });

  it("show no private key but in values that are secret", async () => {
    const { recording } = await ec2Cluster(large);
    const hide = (value: unknown, path: string, secrets: readonly string[]): unknown => {
      if (secrets.includes(path)) return "";
      if (value === null || typeof value !== "object") return value;
      return Object.entries(value).map(([name, item]) =>
        hide(item, path ? `${path}.${name}` : name, secrets),
      );
    };
    for (const { label, inputs, secrets } of recording.registrations)
      assert.doesNotMatch(JSON.stringify(hide(inputs, "", secrets)), /PRIVATE KEY/, label);
    for (const { label, secrets, additionalSecretOutputs } of recording.all("aws:ec2/instance:Instance")) {
      assert.deepEqual(secrets, ["userData"], label);
      assert.ok(additionalSecretOutputs.includes("userData"), label);
    }
  });
});
