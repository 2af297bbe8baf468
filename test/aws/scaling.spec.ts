import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { startApi, stopApi } from "./emulator/apiServer.ts";
import type { AwsApi } from "./emulator/awsApi.ts";

const group = "web";
/** Seconds; long enough to see a machine while the load balancer finishes with it. */
const delay = 6;

/** The emulator's auto-scaling groups do what AWS documents; each test continues where the previous one ended. */
describe("an emulated auto-scaling group", () => {
  let server: ChildProcess;
  let api: AwsApi;
  let targetGroup = "";

  const ask = (action: string, args: Readonly<Record<string, string>> = {}) =>
    api.call("autoscaling", action, { AutoScalingGroupName: group, ...args });
  const first = (text: string, element: string) =>
    new RegExp(`<${element}>([^<]*)</${element}>`).exec(text)?.[1] ?? "";
  const all = (text: string, element: string) =>
    [...text.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))].map(([, value]) => value ?? "");
  const describeGroup = () => api.call("autoscaling", "DescribeAutoScalingGroups", {});
  const states = async () => all(await describeGroup(), "LifecycleState");
  const balancing = (action: string, args: Readonly<Record<string, string>>) =>
    api.call("elasticloadbalancing", action, { Version: "2015-12-01", ...args });
  const targets = async (field = "Id") =>
    all(await balancing("DescribeTargetHealth", { TargetGroupArn: targetGroup }), field);
  const until = async (expected: readonly string[]) => {
    for (let tries = 0; tries < 30 && String(await states()) !== String(expected); tries++) await sleep(500);
    assert.deepEqual(await states(), expected);
  };
  const hook = (LifecycleHookName: string, LifecycleTransition: string) =>
    ask("PutLifecycleHook", { LifecycleHookName, LifecycleTransition });
  const complete = async (LifecycleHookName: string, action = "CompleteLifecycleAction") => {
    const [InstanceId = ""] = all(await describeGroup(), "InstanceId");
    const result: Record<string, string> =
      action === "CompleteLifecycleAction" ? { LifecycleActionResult: "CONTINUE" } : {};
    return ask(action, { LifecycleHookName, InstanceId, ...result });
  };

  before(async () => {
    ({ server, api } = await startApi("us-east-1"));
    const template = await api.call("ec2", "CreateLaunchTemplate", {
      LaunchTemplateName: "web",
      "LaunchTemplateData.ImageId": "ami-debian13amd641",
      "LaunchTemplateData.InstanceType": "t3.small",
      "LaunchTemplateData.UserData": Buffer.from("#cloud-config").toString("base64"),
    });
    const subnets = await api.call("ec2", "DescribeSubnets", {});
    const made = await balancing("CreateTargetGroup", {
      ...{ Name: "web", Protocol: "TCP", Port: "80", VpcId: first(subnets, "vpcId") },
    });
    targetGroup = first(made, "TargetGroupArn");
    await balancing("ModifyTargetGroupAttributes", {
      TargetGroupArn: targetGroup,
      "Attributes.member.1.Key": "deregistration_delay.timeout_seconds",
      "Attributes.member.1.Value": String(delay),
    });
    await ask("CreateAutoScalingGroup", {
      ...{ MinSize: "0", MaxSize: "3" },
      "LaunchTemplate.LaunchTemplateId": first(template, "launchTemplateId"),
      "LaunchTemplate.Version": "1",
      VPCZoneIdentifier: all(subnets, "subnetId").slice(0, 2).join(","),
      "TargetGroupARNs.member.1": targetGroup,
    });
    await hook("launch", "autoscaling:EC2_INSTANCE_LAUNCHING");
    await hook("end", "autoscaling:EC2_INSTANCE_TERMINATING");
  });

  after(() => stopApi(server));

  it("sends requests to a machine once its launch was completed", async () => {
    await ask("SetDesiredCapacity", { DesiredCapacity: "1" });
    await until(["Pending:Wait"]);
    assert.deepEqual(await targets(), []);
    await assert.rejects(complete("end"), /No active Lifecycle Action found/);
    await complete("launch");
    await until(["InService"]);
    assert.equal((await targets()).length, 1);
  });

  it("spreads machines over the zones", async () => {
    await ask("SetDesiredCapacity", { DesiredCapacity: "2" });
    await until(["InService", "Pending:Wait"]);
    // The group's own zones come first.
    const zones = all(await describeGroup(), "AvailabilityZone").slice(-2);
    assert.equal(new Set(zones).size, 2);
    await assert.rejects(ask("SetDesiredCapacity", { DesiredCapacity: "4" }), /is not between 0 and 3/);
  });

  it("holds a machine that it ends only once the load balancer has finished with it", async () => {
    await ask("SetDesiredCapacity", { DesiredCapacity: "0" });
    // The second one was never a target.
    await until(["Terminating", "Terminating:Wait"]);
    assert.deepEqual(await targets("State"), ["draining"]);
    const { instances } = await api.state();
    assert.deepEqual(
      instances.map(({ targetState }) => targetState),
      ["Terminated", "Terminated"],
    );
    await assert.rejects(complete("end", "RecordLifecycleActionHeartbeat"), /No active Lifecycle Action/);
    await sleep(delay * 1000);
    await until(["Terminating:Wait", "Terminating:Wait"]);
    await complete("end", "RecordLifecycleActionHeartbeat");
    await complete("end");
    await until(["Terminating:Wait"]);
    assert.deepEqual(
      (await api.state()).instances.map(({ state }) => state),
      ["terminated", "running"],
    );
  });
});
