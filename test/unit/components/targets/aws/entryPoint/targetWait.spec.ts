import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import {
  type TargetWait,
  waitForTargets,
} from "../../../../../../components/targets/aws/entryPoint/targetWait.ts";
import { projectRoot } from "../../../../../../setup/project.ts";
import { type AwsAnswer, FakeAws } from "../../../../../support/fakeAws.ts";

const arn = (port: number) =>
  `arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/entrypoint-${port}/0a1b`;
const wait: TargetWait = {
  region: "eu-central-1",
  until: "served",
  nodes: [
    { name: "web-0", id: "i-0" },
    { name: "web-1", id: "i-1" },
  ],
  groups: [{ arn: arn(8000), port: 8000, isEverywhere: true }],
  delay: 0,
};

/** The answer of DescribeTargetHealth: states by instance. */
const health = (states: Readonly<Record<string, string>>) => {
  const members = Object.entries(states).map(
    ([id, state]) =>
      `<member><Target><Id>${id}</Id><Port>8000</Port></Target><TargetHealth><State>${state}</State>${
        state === "initial" ? "<Description>Target registration is in progress</Description>" : ""
      }</TargetHealth></member>`,
  );
  return `<TargetHealthDescriptions>${members.join("")}</TargetHealthDescriptions>`;
};

describe("waitForTargets", () => {
  let balancer: FakeAws;
  /** One after the other; the last one stays. */
  let answers: AwsAnswer[];
  const said: string[] = [];

  beforeEach(async () => {
    said.length = 0;
    balancer = await FakeAws.start(() => (answers.length > 1 ? answers.shift() : answers[0]) ?? "");
  });
  afterEach(() => balancer.stop());
  const run = (changes: Partial<TargetWait> = {}, limits = { between: 0.01, deadline: 5 }) =>
    waitForTargets({ ...wait, ...changes }, (line) => said.push(line), limits);

  it("ends once the load balancer sends requests to every node", async () => {
    answers = [
      health({ "i-0": "healthy" }),
      health({ "i-0": "healthy", "i-1": "initial" }),
      health({ "i-0": "healthy", "i-1": "healthy" }),
    ];
    assert.equal(await run(), undefined);
    assert.deepEqual(said, ["waits until the load balancer sends requests to web-1"]);
    assert.equal(balancer.calls.length, 3);
    assert.deepEqual(balancer.calls.map(({ Action, TargetGroupArn }) => [Action, TargetGroupArn])[0], [
      "DescribeTargetHealth",
      arn(8000),
    ]);
  });

  it("says nothing if there is nothing to wait for", async () => {
    answers = [health({ "i-0": "healthy", "i-1": "healthy" })];
    assert.equal(await run(), undefined);
    assert.deepEqual([said, balancer.calls.length], [[], 1]);
  });

  it("gives up at the deadline, and names node, port and reason", async () => {
    answers = [health({ "i-0": "healthy", "i-1": "initial" })];
    assert.equal(
      await run({}, { between: 0.01, deadline: 0 }),
      "the load balancer does not send requests to these nodes after 0 seconds:\nweb-1, port 8000: Target registration is in progress\n  → see what listens on the port there: npm run ssh -- web-1 docker ps; old nodes stay until it does: run npm run up again",
    );
  });

  it("ends once a leaving node's connections have ended, not before the delay", async () => {
    const left = { until: "left", nodes: [{ name: "web-1", id: "i-1" }] } as const;
    answers = [health({ "i-0": "healthy", "i-1": "draining" }), health({ "i-0": "healthy" })];
    assert.equal(await run(left), undefined);
    assert.deepEqual(said, ["waits until the load balancer has finished the connections of web-1"]);
    // AWS may not know of the deregistration yet.
    const began = Date.now();
    assert.equal(await run({ ...left, delay: 0.3 }), undefined);
    assert.ok(Date.now() - began >= 300);
    answers = [health({ "i-1": "draining" })];
    assert.equal(
      await run(left, { between: 0.01, deadline: 0 }),
      "the load balancer has not finished the connections of these nodes after 0 seconds:\nweb-1, port 8000: its connections have not ended\n  → run npm run up again: nothing was removed",
    );
  });

  it("does not wait for a target group that is gone", async () => {
    answers = [{ code: "TargetGroupNotFound", message: "One or more target groups not found" }];
    assert.equal(await run({ until: "left" }), undefined);
  });

  it("runs as the step's script, which names a missing permission", async () => {
    const script = "components/targets/aws/entryPoint/scripts/targets.ts";
    const step = async (...args: string[]) => {
      const child = spawn(process.execPath, [script, ...args], { cwd: projectRoot });
      child.stdin.end(JSON.stringify(wait));
      const [code, errors] = await Promise.all([
        new Promise((resolve) => child.once("exit", resolve)),
        text(child.stderr),
      ]);
      return [code, errors];
    };
    answers = [health({ "i-0": "healthy", "i-1": "healthy" })];
    assert.deepEqual(await step(), [0, ""]);
    assert.deepEqual(await step(JSON.stringify(wait)), [0, ""]);
    answers = [{ code: "AccessDenied", message: "User is not authorized" }];
    assert.deepEqual(await step(), [
      1,
      "AWS does not let you read the health of targets: User is not authorized\n  → allow the action elasticloadbalancing:DescribeTargetHealth\n",
    ]);
  });
});
