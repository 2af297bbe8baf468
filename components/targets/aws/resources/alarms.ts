import type { MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import { Topic } from "@pulumi/aws/sns/topic.js";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription.js";
import * as pulumi from "@pulumi/pulumi";
import type { Machine } from "../../../machines/machine.ts";
import { metricNamespace } from "../machines/metrics.ts";
import type { AwsSettings } from "../settings/settings.ts";
import { type Owner, tagsOf } from "./tags.ts";

/** Where alarms go: an SNS topic. */
export interface Alarms {
  readonly topic: pulumi.Input<string>;
  readonly owner: Owner;
}

/** The topic in the settings, or a new one that sends email; undefined without alarms. */
export function alarmsOf(
  { topic, email }: AwsSettings["alarms"],
  owner: Owner,
  options: pulumi.CustomResourceOptions,
): Alarms | undefined {
  if (topic !== undefined) return { topic, owner };
  if (email === undefined) return undefined;
  const { arn } = new Topic(
    "alarms",
    { name: nameOf(owner, "alarms"), tags: tagsOf(owner, "alarms") },
    options,
  );
  new TopicSubscription("alarms", { topic: arn, protocol: "email", endpoint: email }, options);
  return { topic: arn, owner };
}

/** About the machines, and the swarm that they form. */
export function machineAlarms(
  alarms: Alarms,
  machines: readonly Machine[],
  options: pulumi.CustomResourceOptions,
): void {
  for (const machine of machines) {
    machineAlarm(alarms, machine, "status", statusFailed(machine.name), options);
    machineAlarm(alarms, machine, "disk", diskFull(machine.name, namespaceOf(alarms)), options);
  }
  const [seed] = machines.filter(({ role }) => role === "manager");
  if (seed) quorumAlarm(alarms, seed.connection, options);
}

type AlarmArgs = Omit<MetricAlarmArgs, "name" | "tags">;

/** A machine that is off sends no data, and changes nothing. */
function machineAlarm(
  alarms: Alarms,
  { name, id }: Pick<Machine, "name" | "id">,
  about: string,
  args: AlarmArgs,
  options: pulumi.CustomResourceOptions,
): void {
  const common = { dimensions: { InstanceId: id }, statistic: "Maximum", treatMissingData: "missing" };
  alarm(alarms, `${name}-${about}`, { ...common, ...args }, options);
}

/** AWS or the machine itself finds that it does not work. */
function statusFailed(machine: string): AlarmArgs {
  return {
    alarmDescription: `The machine ${machine} or the hardware under it fails its status checks.`,
    namespace: "AWS/EC2",
    metricName: "StatusCheckFailed",
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    evaluationPeriods: 3,
  };
}

function diskFull(machine: string, namespace: pulumi.Input<string>): AlarmArgs {
  return {
    alarmDescription: `A disk of ${machine} has been more than 85 % full for ten minutes.`,
    namespace,
    metricName: "DiskUsedPercent",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 85,
    period: 300,
    evaluationPeriods: 2,
  };
}

/**
 * All managers that are up say that there is no leader, or no manager has said anything for five minutes: one that
 * is cut off from the others is no reason.
 *
 * @param booted known once the first manager runs; until then no data would mean a lost quorum
 */
function quorumAlarm(
  alarms: Alarms,
  booted: pulumi.Input<unknown>,
  options: pulumi.CustomResourceOptions,
): void {
  const what = "The swarm has had no quorum for five minutes: it accepts no changes.";
  alarm(
    alarms,
    "quorum",
    {
      alarmDescription: pulumi.unsecret(pulumi.output(booted)).apply(() => what),
      namespace: namespaceOf(alarms),
      metricName: "QuorumLost",
      statistic: "Minimum",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      evaluationPeriods: 5,
      treatMissingData: "breaching",
    },
    options,
  );
}

function namespaceOf({ owner }: Alarms): pulumi.Output<string> {
  return pulumi.output(owner.cluster.id).apply(metricNamespace);
}

/**
 * Nodes do not answer at a published port. Where only some nodes serve it, because its mode is `host`, one that
 * answers is enough.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
 */
export function targetAlarm(
  alarms: Alarms,
  {
    name,
    isEverywhere,
    group,
    balancer,
  }: {
    readonly name: string;
    readonly isEverywhere: boolean;
    /** The last parts of the ARNs. */
    readonly group: pulumi.Input<string>;
    readonly balancer: pulumi.Input<string>;
  },
  options: pulumi.CustomResourceOptions,
): void {
  const dimensions = { TargetGroup: group, LoadBalancer: balancer };
  const common = {
    namespace: "AWS/NetworkELB",
    dimensions,
    evaluationPeriods: 5,
    treatMissingData: "notBreaching",
  };
  alarm(
    alarms,
    `${name}-targets`,
    isEverywhere
      ? {
          ...common,
          alarmDescription: `A node has not answered the load balancer for five minutes (${name}).`,
          metricName: "UnHealthyHostCount",
          statistic: "Maximum",
          comparisonOperator: "GreaterThanOrEqualToThreshold",
          threshold: 1,
        }
      : {
          ...common,
          alarmDescription: `No node has answered the load balancer for five minutes (${name}).`,
          metricName: "HealthyHostCount",
          statistic: "Maximum",
          comparisonOperator: "LessThanThreshold",
          threshold: 1,
        },
    options,
  );
}

function alarm(
  { topic, owner }: Alarms,
  name: string,
  args: AlarmArgs,
  options: pulumi.CustomResourceOptions,
): void {
  new MetricAlarm(
    name,
    {
      period: 60,
      ...args,
      name: nameOf(owner, name),
      alarmActions: [topic],
      okActions: [topic],
      tags: tagsOf(owner, name),
    },
    options,
  );
}

/** docs/aws-deployer-options-policy.json has the prefix. */
function nameOf({ project, stack }: Owner, name: string): string {
  return `${project}-${stack}-${name}`;
}
