import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { waitForTargets } from "../../components/targets/aws/entryPoint/targetWait.ts";
import { awsCliFolder } from "../../tools/test/awsParts.ts";
import { startApi, stopApi } from "./emulator/apiServer.ts";
import type { AwsApi } from "./emulator/awsApi.ts";

const region = "us-east-1";

/** Against the emulated API alone: the machine is none that answers. */
describe("targets that the load balancer takes its time for", () => {
  const outside = { ...process.env };
  let server: ChildProcess;
  let api: AwsApi;
  let id = "";
  let arn = "";
  let listenerArn = "";

  const cli = async (...request: string[]) => {
    const args = [...request, "--region", region, "--output", "json"];
    const { stdout } = await promisify(execFile)(join(awsCliFolder, "aws"), args);
    return stdout.trim() === "" ? undefined : JSON.parse(stdout);
  };
  const wait = async (until: "served" | "left") => {
    const said: string[] = [];
    const groups = [{ arn, port: 80, isEverywhere: true }];
    const started = Date.now();
    const error = await waitForTargets(
      { region, until, nodes: [{ name: "web-0", id }], groups, delay: 2 },
      (text) => said.push(text),
      { between: 0.2, deadline: 20 },
    );
    return { said, error, seconds: (Date.now() - started) / 1000 };
  };

  before(async () => {
    ({ server, api } = await startApi(region));
    const own = { AWS_ENDPOINT_URL: api.url, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
    Object.assign(process.env, own, { AWS_EC2_METADATA_DISABLED: "true" });
    const [subnet] = (await cli("ec2", "describe-subnets")).Subnets;
    const kind = ["--image-id", "ami-debian13amd641", "--instance-type", "t3.small"];
    const [machine] = (await cli("ec2", "run-instances", ...kind, "--subnet-id", subnet.SubnetId)).Instances;
    id = machine.InstanceId;
    const [balancer] = (
      await cli(
        "elbv2",
        "create-load-balancer",
        "--name",
        "b",
        "--type",
        "network",
        "--subnets",
        subnet.SubnetId,
      )
    ).LoadBalancers;
    const port = ["--protocol", "TCP", "--port", "80"];
    const [group] = (
      await cli("elbv2", "create-target-group", "--name", "g", ...port, "--vpc-id", subnet.VpcId)
    ).TargetGroups;
    arn = group.TargetGroupArn;
    const forward = ["--default-actions", `Type=forward,TargetGroupArn=${arn}`];
    const of = ["--load-balancer-arn", balancer.LoadBalancerArn];
    const [listener] = (await cli("elbv2", "create-listener", ...of, ...port, ...forward)).Listeners;
    listenerArn = listener.ListenerArn;
    const delay = ["--attributes", "Key=deregistration_delay.timeout_seconds,Value=4"];
    await cli("elbv2", "modify-target-group-attributes", "--target-group-arn", arn, ...delay);
  });

  after(async () => {
    for (const name of Object.keys(process.env)) if (!(name in outside)) delete process.env[name];
    Object.assign(process.env, outside);
    if (server) await stopApi(server);
  });

  it("are waited for while they are initial", async () => {
    await cli("elbv2", "register-targets", "--target-group-arn", arn, "--targets", `Id=${id}`);
    const { said, error, seconds } = await wait("served");
    assert.deepEqual([error, said], [undefined, ["waits until the load balancer sends requests to web-0"]]);
    assert.ok(seconds > 0.5 && seconds < 15, `${seconds} seconds`);
  });

  it("are waited for while they are draining", async () => {
    await cli("elbv2", "deregister-targets", "--target-group-arn", arn, "--targets", `Id=${id}`);
    const { said, error, seconds } = await wait("left");
    const finishing = "waits until the load balancer has finished the connections of web-0";
    assert.deepEqual([error, said], [undefined, [finishing]]);
    assert.ok(seconds >= 2 && seconds < 15, `${seconds} seconds`);
  });

  it("are on one load balancer only", async () => {
    const [subnet] = (await cli("ec2", "describe-subnets")).Subnets;
    const type = ["--type", "network", "--subnets", subnet.SubnetId];
    const [other] = (await cli("elbv2", "create-load-balancer", "--name", "o", ...type)).LoadBalancers;
    const listen = ["--load-balancer-arn", other.LoadBalancerArn, "--protocol", "TCP", "--port", "80"];
    const create = () =>
      cli("elbv2", "create-listener", ...listen, "--default-actions", `Type=forward,TargetGroupArn=${arn}`);
    await assert.rejects(create, /\(TargetGroupAssociationLimit\)/);
    await cli("elbv2", "delete-listener", "--listener-arn", listenerArn);
    await create();
  });

  it("are no more than the load balancer's quota", async () => {
    await api.trouble({ targets: 0 });
    await assert.rejects(
      cli("elbv2", "register-targets", "--target-group-arn", arn, "--targets", `Id=${id}`),
      /\(TooManyTargets\).*You've reached the limit on the number of targets/,
    );
  });
});
