import assert from "node:assert/strict";
import type { ExistingNetwork } from "../../../../../components/targets/aws/network.ts";
import { awsSettings, ec2Cluster, zones } from "../../../../support/ec2Program.ts";
import { cluster } from "../../../../support/fakeHost.ts";
import type { Recording } from "../../../../support/recordedProgram.ts";
import { resolved } from "../../../../support/recordedProgram.ts";

async function network(written: Readonly<Record<string, unknown>> = {}, where?: ExistingNetwork) {
  const run = await ec2Cluster(awsSettings({ aws: { network: written } }), where ? { where } : {});
  return { recording: run.recording, network: run.result.network };
}

const tags = (name: string) => ({
  team: "shop",
  Name: `swarm-test-${name}`,
  "swarm.project": "swarm",
  "swarm.stack": "test",
  "swarm.cluster": cluster,
});

/** `subnet: route table`, sorted. */
const associations = (recording: Recording) =>
  recording
    .all("aws:ec2/routeTableAssociation:RouteTableAssociation")
    .map(({ inputs }) => `${inputs.subnetId}: ${inputs.routeTableId}`)
    .sort();

const inputsOf = (recording: Recording, label: string) => recording.find(label).inputs;

describe("Ec2Network", () => {
  it("creates a VPC with host names", async () => {
    const { recording } = await network();
    assert.deepEqual(inputsOf(recording, "Vpc network"), {
      cidrBlock: "10.64.0.0/16",
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: tags("network"),
    });
  });

  it("closes the group that AWS gives whatever names no other, in a VPC of its own only", async () => {
    const { recording } = await network();
    const group = recording.find("DefaultSecurityGroup network");
    assert.deepEqual(group.inputs, { vpcId: "network-id", ingress: [], egress: [] });
    const subnet = { id: "subnet-0a1b2c3d", zone: "eu-central-1a", cidr: "10.9.0.0/24" };
    const where = { vpc: "vpc-0a1b2c3d", publicSubnets: [subnet], privateSubnets: [] };
    const existing = { vpc: "vpc-0a1b2c3d", publicSubnets: ["subnet-0a1b2c3d"] };
    const there = await network({ existing }, where);
    assert.deepEqual(there.recording.all("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"), []);
  });

  it("has public subnets and manager subnets in all zones, with a route to the internet", async () => {
    const { recording } = await network();
    const subnets = recording.all("aws:ec2/subnet:Subnet");
    assert.deepEqual(subnets.map(({ name }) => name).sort(), [
      ...["managers-0", "managers-1", "managers-2"],
      ...["public-0", "public-1", "public-2"],
    ]);
    for (const { name, inputs, ignoreChanges } of subnets) {
      const index = Number(name.slice(-1));
      assert.deepEqual(inputs, {
        vpcId: "network-id",
        availabilityZone: zones[index],
        cidrBlock: `10.64.${(name.startsWith("public") ? 0 : 128) + 16 * index}.0/20`,
        mapPublicIpOnLaunch: name.startsWith("public"),
        tags: tags(name),
      });
      assert.deepEqual(ignoreChanges, ["availabilityZone"]);
    }
    assert.deepEqual(inputsOf(recording, "Route public"), {
      routeTableId: "public-id",
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: "network-id",
    });
    assert.deepEqual(associations(recording), [
      ...["managers-0-id: public-id", "managers-1-id: public-id", "managers-2-id: public-id"],
      ...["public-0-id: public-id", "public-1-id: public-id", "public-2-id: public-id"],
    ]);
  });

  it("routes private nodes through one NAT gateway", async () => {
    const { recording } = await network({ private: true });
    assert.deepEqual(inputsOf(recording, "NatGateway nat-0"), {
      allocationId: "nat-0-id",
      subnetId: "public-0-id",
      tags: tags("nat-0"),
    });
    assert.deepEqual(recording.find("NatGateway nat-0").dependencies, [
      "Eip nat-0",
      "Route public",
      "Subnet public-0",
    ]);
    assert.deepEqual(inputsOf(recording, "Route private-0"), {
      routeTableId: "private-0-id",
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: "nat-0-id",
    });
    assert.deepEqual(associations(recording), [
      ...["managers-0-id: private-0-id", "managers-1-id: private-0-id", "managers-2-id: private-0-id"],
      ...["private-0-id: private-0-id", "private-1-id: private-0-id", "private-2-id: private-0-id"],
      ...["public-0-id: public-id", "public-1-id: public-id", "public-2-id: public-id"],
    ]);
    for (const { inputs } of recording.all("aws:ec2/subnet:Subnet"))
      assert.equal(inputs.mapPublicIpOnLaunch, false);
  });

  it("creates one NAT gateway in each zone if the settings ask for it", async () => {
    const { recording } = await network({ private: true, natPerZone: true });
    for (const index of [0, 1, 2]) {
      assert.equal(inputsOf(recording, `NatGateway nat-${index}`).subnetId, `public-${index}-id`);
      assert.equal(inputsOf(recording, `Route private-${index}`).natGatewayId, `nat-${index}-id`);
    }
    assert.deepEqual(associations(recording).slice(0, 6), [
      ...["managers-0-id: private-0-id", "managers-1-id: private-1-id", "managers-2-id: private-2-id"],
      ...["private-0-id: private-0-id", "private-1-id: private-1-id", "private-2-id: private-2-id"],
    ]);
  });

  it("routes requests to S3 past the NAT gateways, in every table", async () => {
    const { recording } = await network({ private: true, natPerZone: true });
    assert.deepEqual(inputsOf(recording, "VpcEndpoint s3"), {
      vpcId: "network-id",
      serviceName: "com.amazonaws.eu-central-1.s3",
      vpcEndpointType: "Gateway",
      routeTableIds: ["public-id", "private-0-id", "private-1-id", "private-2-id"],
      tags: tags("s3"),
    });
    assert.equal(recording.all("aws:ec2/vpcEndpoint:VpcEndpoint").length, 1);
  });

  it("gives services in the settings an endpoint in each zone, for nodes only", async () => {
    const { recording } = await network({ private: true, endpoints: ["ecr.api", "cn.com.amazonaws.x.y"] });
    assert.deepEqual(inputsOf(recording, "VpcEndpoint endpoint-ecr.api"), {
      vpcId: "network-id",
      serviceName: "com.amazonaws.eu-central-1.ecr.api",
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: ["private-0-id", "private-1-id", "private-2-id"],
      securityGroupIds: ["endpoints-id"],
      tags: tags("endpoint-ecr.api"),
    });
    const named = inputsOf(recording, "VpcEndpoint endpoint-cn.com.amazonaws.x.y");
    assert.equal(named.serviceName, "cn.com.amazonaws.x.y");
    const inbound = rules(recording).filter(([, { securityGroupId }]) => securityGroupId === "endpoints-id");
    assert.deepEqual(inbound, [
      rule("endpoints-https", "endpoints", "Nodes of the swarm", { ...port("tcp", 443), ...fromNodes }),
    ]);
  });

  it("outputs the subnets of the load balancer, workers and managers", async () => {
    const ids = async (written: object) => {
      const { network: made } = await network({ ...written });
      assert.equal(await resolved(made.vpcId), "network-id");
      assert.equal(await resolved(made.nodeGroup), "nodes-id");
      assert.equal(made.asksForAddresses, false);
      const lists = [made.publicSubnets, made.workerSubnets, made.managerSubnets];
      return Promise.all(
        lists.map((subnets) =>
          Promise.all(subnets.map(({ id }) => resolved(id as Parameters<typeof resolved<string>>[0]))),
        ),
      );
    };
    const three = (kind: string) => [0, 1, 2].map((index) => `${kind}-${index}-id`);
    assert.deepEqual(await ids({}), [three("public"), three("public"), three("managers")]);
    assert.deepEqual(await ids({ private: true }), [three("public"), three("private"), three("managers")]);
  });

  const rule = (name: string, group: string, description: string, more: object) => [
    name,
    { securityGroupId: `${group}-id`, description, ...more, tags: tags(name) },
  ];
  const port = (protocol: string, number: number) => ({
    ipProtocol: protocol,
    fromPort: number,
    toPort: number,
  });
  const fromNodes = { referencedSecurityGroupId: "nodes-id" };
  const amongNodes = [
    rule("managers-2377-tcp", "managers", "cluster management", { ...port("tcp", 2377), ...fromNodes }),
    rule("nodes-4789-udp", "nodes", "overlay network traffic", { ...port("udp", 4789), ...fromNodes }),
    rule("nodes-7946-tcp", "nodes", "communication among nodes", { ...port("tcp", 7946), ...fromNodes }),
    rule("nodes-7946-udp", "nodes", "communication among nodes", { ...port("udp", 7946), ...fromNodes }),
    rule("nodes-esp", "nodes", "encrypted overlay network traffic", { ipProtocol: "50", ...fromNodes }),
  ];
  const rules = (recording: Recording) =>
    recording
      .all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
      .map(({ name, inputs }) => [name, inputs] as const)
      .sort();

  it("allows traffic between nodes, and SSH from administrators", async () => {
    const { recording } = await network();
    assert.deepEqual(rules(recording), [
      ...amongNodes,
      rule("nodes-ssh-203.0.113.7/32", "nodes", "SSH", {
        ...port("tcp", 22),
        cidrIpv4: "203.0.113.7/32",
      }),
    ]);
  });

  it("allows administrators of private nodes only through the bastion", async () => {
    const { recording } = await network({ private: true });
    const ssh = port("tcp", 22);
    assert.deepEqual(rules(recording), [
      rule("bastion-ssh-203.0.113.7/32", "bastion", "SSH", { ...ssh, cidrIpv4: "203.0.113.7/32" }),
      ...amongNodes,
      rule("nodes-ssh-bastion", "nodes", "SSH", { ...ssh, referencedSecurityGroupId: "bastion-id" }),
    ]);
  });

  it("allows all outgoing traffic, by separate rules", async () => {
    const { recording } = await network({ private: true });
    const out = recording.all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
    assert.deepEqual(
      out.map(({ name, inputs }) => [name, inputs]),
      ["nodes", "bastion"].map((group) =>
        rule(`${group}-out`, group, "Packages, images and the AWS API", {
          ipProtocol: "-1",
          cidrIpv4: "0.0.0.0/0",
        }),
      ),
    );
    for (const { inputs } of recording.all("aws:ec2/securityGroup:SecurityGroup"))
      assert.deepEqual(Object.keys(inputs).sort(), ["description", "tags", "vpcId"]);
  });
});

describe("Ec2Network in an existing VPC", () => {
  const subnet = (id: string, zone: string, cidr: string) => ({ id, zone, cidr });
  const existing = {
    vpc: "vpc-1",
    publicSubnets: [
      subnet("subnet-b", "eu-central-1b", "172.31.16.0/20"),
      subnet("subnet-a", "eu-central-1a", "172.31.0.0/20"),
    ],
    privateSubnets: [subnet("subnet-p", "eu-central-1a", "172.31.128.0/20")],
  };
  const written = (isPrivate: boolean) => ({
    private: isPrivate,
    existing: {
      vpc: "vpc-0123456789abcdef0",
      publicSubnets: ["subnet-0123456789abcdef0"],
      ...(isPrivate ? { privateSubnets: ["subnet-0123456789abcdef1"] } : {}),
    },
  });

  it("creates only security groups", async () => {
    const { recording, network: made } = await network(written(false), existing);
    const below = recording.registrations.filter(({ parent }) => / network$/.test(parent));
    assert.deepEqual([...new Set(below.map(({ type }) => type))].sort(), [
      "aws:ec2/securityGroup:SecurityGroup",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      "swarm:index:SecurityGroups",
    ]);
    assert.equal(inputsOf(recording, "SecurityGroup nodes").vpcId, "vpc-1");
    assert.equal(await resolved(made.vpcId), "vpc-1");
  });

  it("places public nodes in public subnets, in zone order, and requests their addresses", async () => {
    const { recording, network: made } = await network(written(false), existing);
    assert.equal(made.asksForAddresses, true);
    assert.deepEqual(
      made.publicSubnets.map(({ id }) => id),
      ["subnet-a", "subnet-b"],
    );
    const manager = recording.find("Instance manager-0");
    assert.equal(manager.inputs.subnetId, "subnet-a");
    assert.equal(manager.inputs.privateIp, "172.31.0.4");
    assert.equal(inputsOf(recording, "Volume manager-0-data").availabilityZone, "eu-central-1a");
    for (const { name, inputs } of recording.all("aws:ec2/instance:Instance"))
      assert.equal(inputs.associatePublicIpAddress, name === "manager-0" ? undefined : true, name);
  });

  it("places private nodes in private subnets, and the bastion in a public one", async () => {
    const { recording } = await network(written(true), existing);
    const subnets = recording
      .all("aws:ec2/instance:Instance")
      .map(({ name, inputs }) => [name, inputs.subnetId]);
    assert.deepEqual(subnets.sort(), [
      ["bastion", "subnet-a"],
      ["manager-0", "subnet-p"],
      ["worker-0", "subnet-p"],
      ["worker-1", "subnet-p"],
    ]);
    for (const { name, inputs } of recording.all("aws:ec2/instance:Instance"))
      assert.ok(!("associatePublicIpAddress" in inputs), name);
  });
});
