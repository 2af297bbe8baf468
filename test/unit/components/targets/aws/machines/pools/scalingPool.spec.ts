import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { payloadOf } from "../../../../../../../components/steps/payload.ts";
import { poolScript } from "../../../../../../../components/targets/aws/machines/pools/poolData.ts";
import {
  poolDigest,
  poolParameter,
} from "../../../../../../../components/targets/aws/machines/pools/poolParameter.ts";
import { recordedForm } from "../../../../../../support/awsProgram.ts";
import { awsAccount, key } from "../../../../../../support/ec2Program.ts";
import { cluster } from "../../../../../../support/fakeHost.ts";
import { callOf } from "../../../../../../support/scripts.ts";

const form = () => recordedForm("a pool that scales");
const image = `${awsAccount.account}.dkr.ecr.eu-central-1.amazonaws.com/a@sha256:1`;
const labels = { web: { tier: "web" } };
const arn = (rest: string) => `arn:aws:${rest}`;

describe("a pool that scales", () => {
  it("is an auto-scaling group behind the load balancer, with hooks at both ends", async () => {
    const recording = await form();
    const { inputs, ignoreChanges } = recording.find("Group web");
    const groups = recording.all("aws:lb/targetGroup:TargetGroup").map(({ name }) => `arn-of-${name}`);
    const { tags, vpcZoneIdentifiers, launchTemplate, ...rest } = inputs;
    assert.deepEqual(rest, {
      name: "swarm-test-web",
      minSize: 2,
      maxSize: 6,
      targetGroupArns: groups,
      defaultInstanceWarmup: 60,
      capacityRebalance: true,
      initialLifecycleHooks: [
        {
          name: "launch",
          lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
          defaultResult: "ABANDON",
          heartbeatTimeout: 900,
        },
        {
          name: "end",
          lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
          defaultResult: "CONTINUE",
          heartbeatTimeout: 1800,
        },
      ],
      instanceRefresh: {
        strategy: "Rolling",
        preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
      },
      waitForCapacityTimeout: "10m",
    });
    assert.equal((vpcZoneIdentifiers as unknown[]).length, 3);
    assert.equal((launchTemplate as { id: string }).id, "web-id");
    const [tag] = (tags as { key: string; value: string }[]).filter(({ key }) => key === "swarm.stack");
    assert.equal(tag?.value, "test");
    assert.deepEqual(ignoreChanges, ["desiredCapacity", "initialLifecycleHooks"]);
    assert.deepEqual(recording.find("Policy web").inputs.targetTrackingConfiguration, {
      predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
      targetValue: 60,
    });
  });

  it("is deleted once its machines have left, before what they need for that", async () => {
    const recording = await form();
    const { inputs, dependencies, timeouts } = recording.find("Group web");
    // Otherwise AWS would run no lifecycle hook.
    assert.equal(inputs.forceDelete, undefined);
    // A hook holds a machine for half an hour at most.
    assert.equal(timeouts.delete, "45m");
    const needed = [
      "Parameter web",
      "LaunchTemplate web",
      "Command manager-0-web-requests",
      "Instance manager-0",
    ];
    for (const before of needed) assert.ok(dependencies.includes(before), before);
    assert.ok(
      recording.find("LaunchTemplate web").dependencies.includes("InstanceProfile pool-web"),
      "the template has the profile",
    );
    assert.ok(recording.find("InstanceProfile pool-web").dependencies.includes("RolePolicy pool-web"));
    const requests = recording.find("Command manager-0-web-requests");
    assert.equal(
      callOf(requests.inputs.delete),
      `sudo -n timeout -k 10 120 swarm-manager-0-web-requests undo ${cluster} '' remove swarm web`,
    );
    assert.equal(requests.deletedWith, "Instance manager-0");
  });

  it("starts machines like fixed workers, which join by themselves", async () => {
    const recording = await form();
    const { inputs, secrets } = recording.find("LaunchTemplate web");
    const { userData, tagSpecifications, tags, vpcSecurityGroupIds, ...rest } = inputs;
    assert.deepEqual(rest, {
      imageId: "ami-of-/aws/service/debian/release/13/latest/amd64",
      instanceType: "t3.small",
      iamInstanceProfile: { name: "profile-pool-web" },
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { encrypted: "true", volumeType: "gp3", volumeSize: 20, deleteOnTermination: "true" },
        },
      ],
      instanceMarketOptions: { marketType: "spot" },
      updateDefaultVersion: true,
    });
    assert.deepEqual(vpcSecurityGroupIds, ["nodes-id"]);
    assert.ok(secrets.includes("userData"));
    const data = Buffer.from(String(userData), "base64");
    // EC2 takes 16 KB; the longest names are some hundred bytes longer.
    assert.ok(data.length < 13_000, String(data.length));
    // Only what the state keeps is compressed: another zlib would compress otherwise, and replace all machines.
    const config = JSON.parse(data.toString().replace("#cloud-config\n", ""));
    const program = config.write_files.find(({ path }: { path: string }) => path.endsWith("swarm-pool"));
    const kept = recording.all("pulumi:index:Stash").map(({ inputs }) => inputs.input);
    assert.ok(kept.includes(program.content));
    assert.equal(program.encoding, "gz+b64");
    assert.equal(gunzipSync(Buffer.from(program.content, "base64")).toString(), poolScript());
    assert.equal(config.hostname, undefined);
    assert.equal(config.ssh_keys.ed25519_public, key("ssh host web").publicKey);
    assert.deepEqual(
      [config.runcmd[0], config.runcmd.at(-1)],
      [
        [
          "sh",
          "-c",
          'echo "web-$(cat /var/lib/cloud/data/instance-id)" >/etc/hostname && hostname -F /etc/hostname',
        ],
        ["systemctl", "enable", "--now", "swarm-pool"],
      ],
    );
    const unit = config.write_files.find(({ path }: { path: string }) => path.endsWith("swarm-pool.service"));
    assert.match(
      unit.content,
      /^ExecStart=\/bin\/sh \/usr\/local\/sbin\/swarm-pool web eu-central-1 http:\/\/169\.254\.169\.254 \/swarm\/test\/pools\/web swarm-test-web swarm$/m,
    );
  });

  it("has what it needs to join in an encrypted parameter, which only its own role reads", async () => {
    const recording = await form();
    const { inputs, secrets } = recording.find("Parameter web");
    const address = String(recording.find("Instance manager-0").inputs.privateIp);
    assert.equal(inputs.name, "/swarm/test/pools/web");
    assert.equal(inputs.type, "SecureString");
    assert.ok(secrets.includes("value"));
    assert.equal(
      inputs.value,
      poolParameter({
        token: "SWMTKN-1-worker",
        managers: [{ address, hostKey: key("ssh host manager-0").publicKey }],
        key: key("ssh node requests web").privateKey,
        client: "{}",
        images: [image],
        labels,
      }),
    );
    const { policy } = recording.find("RolePolicy pool-web").inputs;
    const statements = JSON.parse(String(policy)).Statement.slice(1);
    assert.deepEqual(statements, [
      {
        Effect: "Allow",
        Action: ["ssm:GetParameter"],
        Resource: arn("ssm:eu-central-1:123456789012:parameter/swarm/test/pools/web"),
      },
      {
        Effect: "Allow",
        Action: ["autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"],
        Resource: arn(
          "autoscaling:eu-central-1:123456789012:autoScalingGroup:*:autoScalingGroupName/swarm-test-web",
        ),
      },
    ]);
    assert.doesNotMatch(String(recording.find("RolePolicy nodes").inputs.policy), /ssm:GetParameter/);
    const pullers = JSON.parse(String(recording.find("RepositoryPolicy example/api").inputs.policy));
    assert.deepEqual(pullers.Statement[0].Principal.AWS, ["arn-of-nodes", "arn-of-pool-web"]);
  });

  it("has a key of its own at the managers, and nothing is deployed before it has the images", async () => {
    const recording = await form();
    assert.equal(
      recording.find("Command manager-0-requests").inputs.stdin,
      payloadOf([["key", key("ssh node requests").publicKey]]),
    );
    const requests = recording.find("Command manager-0-web-requests");
    assert.equal(
      requests.inputs.stdin,
      payloadOf([
        ["key", key("ssh node requests web").publicKey],
        ["label", "tier=web"],
      ]),
    );
    const { inputs, dependencies } = recording.find("Command pool-images");
    const digest = poolDigest({ images: [image], labels });
    assert.equal(
      callOf(inputs.create),
      `sudo -n timeout -k 10 960 swarm-pool-images ours ${cluster} '' ${digest} web`,
    );
    for (const before of ["Parameter web", "Group web"]) assert.ok(dependencies.includes(before), before);
  });
});
