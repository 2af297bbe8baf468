import assert from "node:assert/strict";
import { awsProgram } from "../../../../support/awsProgram.ts";
import { http } from "../../../../support/balancerProgram.ts";
import { cluster } from "../../../../support/fakeHost.ts";

const topic = "arn:aws:sns:eu-central-1:123456789012:ops";
const tcp = { published: 5432, protocol: "tcp", http: false, everywhere: true } as const;
const program = (alarms: object) => awsProgram({ managers: 1, workers: 1, aws: { alarms } }, [http, tcp]);

describe("aws.alarms", () => {
  it("reports failed status checks, full disks, a lost quorum, and ports at which nodes do not answer", async () => {
    const recording = await program({ topic });
    const alarms = recording.all("aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.deepEqual(
      alarms
        .map(({ inputs }) => [inputs.name, inputs.metricName, inputs.comparisonOperator].join(" "))
        .sort(),
      [
        "swarm-test-entrypoint-5432-tcp-targets UnHealthyHostCount GreaterThanOrEqualToThreshold",
        "swarm-test-entrypoint-8000-tcp-targets HealthyHostCount LessThanThreshold",
        "swarm-test-manager-0-disk DiskUsedPercent GreaterThanThreshold",
        "swarm-test-manager-0-status StatusCheckFailed GreaterThanOrEqualToThreshold",
        "swarm-test-quorum QuorumLost GreaterThanOrEqualToThreshold",
        "swarm-test-worker-0-disk DiskUsedPercent GreaterThanThreshold",
        "swarm-test-worker-0-status StatusCheckFailed GreaterThanOrEqualToThreshold",
      ],
    );
    for (const { inputs } of alarms) {
      assert.deepEqual([inputs.alarmActions, inputs.okActions], [[topic], [topic]]);
      const isDisk = inputs.metricName === "DiskUsedPercent";
      assert.deepEqual([inputs.threshold, inputs.period], isDisk ? [85, 300] : [1, 60]);
    }
    assert.deepEqual(recording.find("MetricAlarm manager-0-status").inputs.dimensions, {
      InstanceId: "manager-0-id",
    });
    const { namespace, dimensions, statistic } = recording.find("MetricAlarm worker-0-disk").inputs;
    assert.deepEqual(
      [namespace, dimensions, statistic],
      [`swarm/${cluster}`, { InstanceId: "worker-0-id" }, "Maximum"],
    );
    const quorum = recording.find("MetricAlarm quorum").inputs;
    assert.deepEqual(
      [quorum.namespace, quorum.statistic, quorum.treatMissingData],
      [`swarm/${cluster}`, "Minimum", "breaching"],
    );
    assert.equal(
      quorum.alarmDescription,
      "The swarm has had no quorum for five minutes: it accepts no changes.",
    );
    assert.deepEqual(recording.all("aws:sns/topic:Topic"), []);
  });

  it("sends mails through a topic of its own", async () => {
    const recording = await program({ email: "ops@example.com" });
    assert.equal(recording.find("Topic alarms").inputs.name, "swarm-test-alarms");
    assert.deepEqual(recording.find("TopicSubscription alarms").inputs, {
      topic: "arn-of-alarms",
      protocol: "email",
      endpoint: "ops@example.com",
    });
    const { inputs } = recording.find("MetricAlarm worker-0-status");
    assert.deepEqual(inputs.alarmActions, ["arn-of-alarms"]);
  });

  it("lets machines send metrics of this cluster only", async () => {
    const statement = {
      Effect: "Allow",
      Action: ["cloudwatch:PutMetricData"],
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": `swarm/${cluster}` } },
    };
    const of = async (alarms: object) =>
      JSON.parse(String((await program(alarms)).find("RolePolicy nodes").inputs.policy)).Statement.filter(
        ({ Action }: { Action: string[] }) => Action.includes("cloudwatch:PutMetricData"),
      );
    assert.deepEqual(await of({ topic }), [statement]);
    assert.deepEqual(await of({}), []);
  });

  it("is off by default", async () => {
    assert.deepEqual((await program({})).all("aws:cloudwatch/metricAlarm:MetricAlarm"), []);
  });
});
