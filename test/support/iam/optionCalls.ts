import { type CallsOf, call, calls, tagsIn } from "./call.ts";

const place = "eu-central-1:123456789012";

const logGroup: CallsOf = ({ inputs }) => [
  call("logs:DescribeLogGroups", { type: "*" }),
  ...calls(
    "logs",
    "CreateLogGroup PutRetentionPolicy TagResource UntagResource ListTagsForResource DeleteLogGroup",
    { type: "log-group", arn: `arn:aws:logs:${place}:log-group:${inputs.name}` },
  ),
];

const snapshots: CallsOf = (registration) => {
  const of = { type: "policy", arn: `arn:aws:dlm:${place}:policy/policy-0123456789abcdef0` };
  const tags = tagsIn(registration);
  return [
    call("dlm:CreateLifecyclePolicy", { type: "*", requestTags: tags }),
    call("dlm:TagResource", { ...of, requestTags: tags }),
    ...calls("dlm", "GetLifecyclePolicy UpdateLifecyclePolicy UntagResource DeleteLifecyclePolicy", {
      ...of,
      tags,
    }),
    call("iam:PassRole", {
      type: "role",
      id: "AWSDataLifecycleManagerDefaultRole",
      context: { "iam:PassedToService": "dlm.amazonaws.com" },
    }),
  ];
};

const attachedPolicy: CallsOf = ({ inputs }) =>
  calls("iam", "AttachRolePolicy DetachRolePolicy", {
    type: "role/swarm",
    id: "nodes-1a2b3c4",
    context: { "iam:PolicyARN": String(inputs.policyArn) },
  });

const alarm: CallsOf = ({ inputs }) => [
  ...calls(
    "cloudwatch",
    "PutMetricAlarm TagResource UntagResource ListTagsForResource DescribeAlarms DeleteAlarms",
    { type: "alarm", arn: `arn:aws:cloudwatch:${place}:alarm:${inputs.name}` },
  ),
];

const topicCalls = (actions: string, arn: string) => calls("sns", actions, { type: "topic", arn });

const topic: CallsOf = ({ inputs }) =>
  topicCalls(
    "CreateTopic GetTopicAttributes SetTopicAttributes TagResource UntagResource ListTagsForResource DeleteTopic",
    `arn:aws:sns:${place}:${inputs.name}`,
  );

const subscription: CallsOf = () => [
  ...topicCalls("Subscribe", `arn:aws:sns:${place}:swarm-test-alarms`),
  ...calls("sns", "GetSubscriptionAttributes Unsubscribe", { type: "*" }),
];

/** For resources of settings that not every stack uses. */
export const optionCalls: Readonly<Record<string, CallsOf>> = {
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:cloudwatch/metricAlarm:MetricAlarm": alarm,
  "aws:dlm/lifecyclePolicy:LifecyclePolicy": snapshots,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": attachedPolicy,
  "aws:sns/topic:Topic": topic,
  "aws:sns/topicSubscription:TopicSubscription": subscription,
};
