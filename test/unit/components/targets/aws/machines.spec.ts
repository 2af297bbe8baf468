import assert from "node:assert/strict";
import { bastionData } from "../../../../../components/targets/aws/machines/bastionData.ts";
import { bootData, bootParts } from "../../../../../components/targets/aws/machines/bootData.ts";
import { changed, ec2Cluster, key, large, small } from "../../../../support/ec2Program.ts";
import { cluster } from "../../../../support/fakeHost.ts";

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
const root = (volumeSize: number, volumeTags: object) => ({
  rootBlockDevice: {
    encrypted: true,
    volumeType: "gp3",
    volumeSize,
    deleteOnTermination: true,
  },
  volumeTags,
});

function userData(node: string, more: { dataVolume?: string } = {}, sessionManager = false) {
  return bootData(
    {
      node,
      user: "swarm",
      authorizedKey: key("ssh client").publicKey,
      hostKey: key(`ssh host ${node}`),
      engine: small.own.machines.engine,
      region: "eu-central-1",
      ...more,
    },
    bootParts(sessionManager),
  );
}

describe("Ec2Machines", () => {
  it("protects the managers' data disks if the settings ask for it", async () => {
    const protectedIn = async (aws: object) =>
      (await ec2Cluster(changed(aws))).recording.registrations
        .filter(({ protect }) => protect)
        .map(({ label }) => label);
    assert.deepEqual(await protectedIn({}), []);
    const disks = ["manager-0", "manager-1", "manager-2"].map((node) => `Volume ${node}-data`);
    assert.deepEqual(await protectedIn({ protect: true }), disks);
  });

  it("creates these resources for one manager and one worker", async () => {
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
        "aws:ec2transitgateway/instanceState:InstanceState manager-0 < Ec2Machine manager-0",
        "aws:ec2transitgateway/instanceState:InstanceState worker-0 < Ec2Machine worker-0",
        "command:local:Command manager-0-boot < Ec2Machine manager-0",
        "command:local:Command manager-0-ready < Ec2Machine manager-0",
        "command:local:Command worker-0-boot < Ec2Machine worker-0",
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

  it("creates these resources for three managers and two pools without public addresses", async () => {
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
          (node) => `aws:ec2transitgateway/instanceState:InstanceState ${node} < Ec2Machine ${node}`,
        ),
        ...[...managers, ...workers].map((node) => `command:local:Command ${node}-boot < Ec2Machine ${node}`),
        ...managers.map((node) => `command:local:Command ${node}-ready < Ec2Machine ${node}`),
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
      ...root(10, tags("manager-1-root", node)),
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

  it("gives a worker nothing that its replacement could not have at the same time", async () => {
    const { recording } = await ec2Cluster(large);
    assert.deepEqual(recording.find("Instance web-1").inputs, {
      ami: image("arm64"),
      instanceType: "t4g.large",
      subnetId: "private-2-id",
      vpcSecurityGroupIds: ["nodes-id"],
      iamInstanceProfile: "profile-nodes",
      metadataOptions,
      ...root(50, tags("web-1-root", "web-1")),
      userData: userData("web-1", {}, true),
      userDataReplaceOnChange: true,
      tags: tags("web-1", "web-1"),
    });
    assert.deepEqual(recording.find("Instance batch-0").inputs.instanceMarketOptions, { marketType: "spot" });
  });

  it("gives a bastion an address and the nodes' image, but no role", async () => {
    const { recording } = await ec2Cluster(large);
    assert.deepEqual(recording.find("Instance bastion").inputs, {
      ami: image("arm64"),
      instanceType: "t4g.nano",
      subnetId: "public-0-id",
      vpcSecurityGroupIds: ["bastion-id"],
      metadataOptions,
      ...root(8, tags("bastion")),
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

  it("protects managers from termination by hand, but not from Pulumi", async () => {
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
