import assert from "node:assert/strict";
import { AwsResources } from "../../../../../components/targets/aws/resources.ts";
import { awsTarget as target } from "../../../../support/awsTarget.ts";
import { awsAccount, onlyInZoneA } from "../../../../support/ec2Program.ts";
import { FakeAws, identityOf } from "../../../../support/fakeAws.ts";
import { resolved } from "../../../../support/recordedProgram.ts";

const provider = "pulumi:providers:aws";

describe("AwsResources", () => {
  let caller = awsAccount.account;
  let sts: FakeAws;

  beforeEach(async () => {
    caller = awsAccount.account;
    sts = await FakeAws.start(() => identityOf(caller));
  });
  afterEach(() => sts.stop());

  it("implements the target aws", async () => {
    assert.ok((await target()).result.made instanceof AwsResources);
  });

  it("creates all components with one provider", async () => {
    const { recording } = await target();
    const components = recording.registrations.filter(
      ({ type, parent }) => type.startsWith("swarm:") && !parent,
    );
    assert.deepEqual(components.map(({ type, name }) => `${type} ${name}`).sort(), [
      "swarm:index:ClusterIdentity cluster",
      "swarm:index:ClusterKeys keys",
      "swarm:index:Ec2Machines machines",
      "swarm:index:Ec2Network network",
      "swarm:index:EcrRegistry registry",
      "swarm:index:NetworkLoadBalancer entrypoint",
      "swarm:index:NodeRole nodes",
    ]);
    const resources = recording.registrations.filter(({ type }) => type.startsWith("aws:"));
    assert.ok(resources.length > 20);
    assert.deepEqual(
      resources.filter(({ provider }) => provider !== "aws aws").map(({ label }) => label),
      [],
    );
    assert.equal(recording.find("aws aws").inputs.region, "eu-central-1");
  });

  it("allows the provider the account of the first up only", async () => {
    const { recording } = await target();
    assert.deepEqual(
      sts.calls.map(({ Action }) => Action),
      ["GetCallerIdentity"],
    );
    assert.equal(recording.find("aws aws").inputs.allowedAccountIds, `["${awsAccount.account}"]`);
    assert.equal(recording.find("aws aws").inputs.maxRetries, "9");
    const { inputs, ignoreChanges } = recording.find("Stash account");
    assert.deepEqual({ inputs, ignoreChanges }, { inputs: { input: caller }, ignoreChanges: ["input"] });
  });

  it("asks whether machines that run are impaired", async () => {
    const getInstances = () => ({ ids: ["i-1"], privateIps: [], publicIps: [] });
    await target({}, {}, { "aws:ec2/getInstances:getInstances": getInstances });
    const asked = sts.calls.filter(({ Action }) => Action === "DescribeInstanceStatus");
    assert.deepEqual(
      asked.map((call) => call["InstanceId.1"]),
      ["i-1"],
    );
  });

  it("refuses credentials of another account than that of the settings, before it keeps one", async () => {
    const refused = target({ aws: { account: "999999999999" } });
    await assert.rejects(refused, {
      message:
        "swarm:aws.account: is 999999999999, but the credentials are of account 123456789012\n  → nothing was changed. Use credentials of that account: export AWS_PROFILE=…, or correct the setting",
    });
    assert.equal((await target({ aws: { account: awsAccount.account } })).recording.all(provider).length, 1);
  });

  it("refuses credentials of another account than that of the first up", async () => {
    caller = "999999999999";
    await assert.rejects(target({}, { account: awsAccount.account }), {
      message:
        "stack test is in the AWS account 123456789012, but the credentials are of account 999999999999\n  → nothing was changed. Use credentials of that account: export AWS_PROFILE=…",
    });
  });

  it("creates a log group and lets machines write to it if containers log to CloudWatch", async () => {
    const { recording, result } = await target({
      logging: { driver: "awslogs" },
      aws: { logs: { retention: 90 } },
    });
    const { name, retentionInDays } = recording.find("LogGroup logs").inputs;
    assert.deepEqual({ name, retentionInDays }, { name: "/swarm/swarm/test", retentionInDays: 90 });
    const permissions = JSON.parse(String(recording.find("RolePolicy nodes").inputs.policy));
    assert.deepEqual(permissions.Statement.at(-1), {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: "arn:aws:logs:eu-central-1:123456789012:log-group:/swarm/swarm/test:log-stream:*",
    });
    assert.equal(result.made.needs?.length, 2);
  });

  it("creates no log group if the settings name one of yours", async () => {
    const options = { "awslogs-group": "shop", "awslogs-region": "eu-west-1" };
    const { recording } = await target({ logging: { driver: "awslogs", options } });
    assert.deepEqual(recording.all("aws:cloudwatch/logGroup:LogGroup"), []);
    assert.match(
      String(recording.find("RolePolicy nodes").inputs.policy),
      /arn:aws:logs:eu-west-1:123456789012:log-group:shop:log-stream:\*/,
    );
  });

  it("takes the first zones of the region by name, or the zones of the settings", async () => {
    const zonesOf = async (zones?: unknown) => {
      const { recording } = await target({ aws: zones === undefined ? {} : { network: { zones } } });
      const subnets = recording.all("aws:ec2/subnet:Subnet");
      return [...new Set(subnets.map(({ inputs }) => inputs.availabilityZone))].sort();
    };
    assert.deepEqual(await zonesOf(), ["eu-central-1a", "eu-central-1b", "eu-central-1c"]);
    assert.deepEqual(await zonesOf(1), ["eu-central-1a"]);
    assert.deepEqual(await zonesOf(["eu-central-1d", "eu-central-1b"]), ["eu-central-1b", "eu-central-1d"]);
  });

  it("keeps the zones and the managers' locations of the first up", async () => {
    const kept = {
      "zones@10.64.0.0%2F16": ["eu-central-1b", "eu-central-1d", "eu-central-1a"],
      "manager-0-location@10.64.0.0%2F16": {
        zone: "eu-central-1d",
        cidr: "10.64.144.0/20",
        address: "10.64.144.4",
      },
    };
    const { recording } = await target({ aws: { network: { zones: 3 } } }, kept);
    assert.deepEqual(
      [0, 1, 2].map((index) => recording.find(`Subnet managers-${index}`).inputs.availabilityZone),
      ["eu-central-1b", "eu-central-1d", "eu-central-1a"],
    );
    const { subnetId, privateIp } = recording.find("Instance manager-0").inputs;
    assert.deepEqual([subnetId, privateIp], ["managers-1-id", "10.64.144.4"]);
    await assert.rejects(target({ aws: { network: { zones: 1 } } }, kept), {
      message:
        "swarm:aws.network.zones: manager-0 is in eu-central-1d, where its disk stays\n  → keep this zone, or remove the manager first (swarm:managers)",
    });
    await assert.rejects(target({ aws: { network: { zones: ["eu-central-1c", "eu-central-1x"] } } }, kept), {
      message: /^swarm:aws.network.zones: eu-central-1 has no zone eu-central-1x/,
    });
  });

  it("boots machines as when they were created, until engine, image or upgrade change", async () => {
    const boot = { script: "#!/bin/sh\necho kept\n", files: [], managerFiles: [], sessionManager: false };
    const kept = { "boot@29.8.2@debian-13": JSON.stringify(boot) };
    const scriptOf = async (machines: object) => {
      const { recording } = await target({ workers: 1, aws: { machines } }, kept);
      const [, json = ""] = String(recording.find("Instance worker-0").inputs.userData).split("\n");
      return JSON.parse(json).write_files[0].content === boot.script;
    };
    assert.equal(await scriptOf({ sessionManager: true }), true);
    for (const change of [{ engine: "29.8.3" }, { upgrade: "1" }, { image: "/own/image" }])
      assert.equal(await scriptOf(change), false, JSON.stringify(change));
  });

  it("refuses a zone that the region does not have, before it creates anything", async () => {
    await assert.rejects(target({ aws: { network: { zones: ["eu-central-1x"] } } }), {
      message:
        "swarm:aws.network.zones: eu-central-1 has no zone eu-central-1x\n  → choose among eu-central-1a, eu-central-1b, eu-central-1c, eu-central-1d",
    });
  });

  it("refuses a type of a pool that scales that one of its zones does not offer", async () => {
    const workers = { web: { min: 1, max: 2, type: onlyInZoneA } };
    await assert.rejects(target({ workers, aws: { network: { zones: 2 } } }), {
      message:
        "swarm:workers.web: eu-central-1b, a zone of the pool web, does not offer t3.xlarge\n  → use another type, or the zones that offer it (swarm:aws.network.zones): eu-central-1a",
    });
  });

  it("uses an existing VPC and creates no network", async () => {
    const existing = { vpc: "vpc-0a1b2c3d", publicSubnets: ["subnet-0a1b2c3d", "subnet-1a1b2c3d"] };
    const { recording, result } = await target({ aws: { network: { existing } } });
    assert.deepEqual(recording.all("aws:ec2/vpc:Vpc"), []);
    assert.deepEqual(recording.all("aws:ec2/subnet:Subnet"), []);
    const [manager] = result.made.machines;
    assert.equal(recording.find("Instance manager-0").inputs.subnetId, "subnet-0a1b2c3d");
    assert.ok(manager);
    assert.match(await resolved(manager.address), /^10\.9\.0\.\d+$/);
  });

  it("refuses a subnet of another VPC", async () => {
    const existing = { vpc: "vpc-99999999", publicSubnets: ["subnet-0a1b2c3d"] };
    await assert.rejects(target({ aws: { network: { existing } } }), {
      message:
        "swarm:aws.network.existing: the subnet subnet-0a1b2c3d is in vpc-0a1b2c3d, not in vpc-99999999\n  → name subnets of vpc-99999999",
    });
  });

  it("refuses a private subnet in a zone without the load balancer", async () => {
    const existing = {
      vpc: "vpc-0a1b2c3d",
      publicSubnets: ["subnet-0a1b2c3d"],
      privateSubnets: ["subnet-1a1b2c3d"],
    };
    await assert.rejects(target({ aws: { network: { private: true, existing } } }), {
      message:
        "swarm:aws.network.existing: subnet-1a1b2c3d is in eu-central-1b, where no public subnet is: the load balancer would not reach nodes there\n  → add a public subnet of that zone, or leave the private one out",
    });
  });

  it("refuses an address pool that overlaps that VPC", async () => {
    const existing = { vpc: "vpc-0a1b2c3d", publicSubnets: ["subnet-0a1b2c3d"] };
    await assert.rejects(target({ addressPool: "10.9.0.0/18", aws: { network: { existing } } }), {
      message:
        'swarm:addressPool: "10.9.0.0/18" overlaps 10.9.0.0/16, the range of vpc-0a1b2c3d\n  → use another range, for example 10.128.0.0/16',
    });
  });

  it("builds images for the architecture of the instances", async () => {
    assert.equal((await target()).result.made.registry.platform, "linux/amd64");
    const graviton = {
      workers: { web: { count: 1, type: "m7g.large" } },
      aws: { managers: { type: "t4g.small" } },
    };
    assert.equal((await target(graviton)).result.made.registry.platform, "linux/arm64");
  });

  it("registers only the nodes that the settings put behind the load balancer", async () => {
    const { recording } = await target({
      workers: { web: { count: 1 }, jobs: { count: 1, entryPoint: false } },
      aws: { managers: { entryPoint: false } },
    });
    const attached = recording.all("aws:lb/targetGroupAttachment:TargetGroupAttachment");
    assert.deepEqual(
      attached.map(({ inputs }) => inputs.targetId),
      ["web-0-id"],
    );
  });

  it("registers nodes with the load balancer by instance", async () => {
    const { recording, result } = await target({ workers: 1 });
    assert.equal(result.entryPoint.isServed, true);
    const attached = recording.all("aws:lb/targetGroupAttachment:TargetGroupAttachment");
    assert.deepEqual(attached.map(({ inputs }) => inputs.targetId).sort(), ["manager-0-id", "worker-0-id"]);
  });
});
