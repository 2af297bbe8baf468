import { type CallsOf, call, calls, retagged, tagsIn } from "./call.ts";
import { poolCalls } from "./poolCalls.ts";

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
    call("dlm:GetLifecyclePolicy", of),
    call("iam:PassRole", {
      type: "role",
      id: "AWSDataLifecycleManagerDefaultRole",
      context: { "iam:PassedToService": "dlm.amazonaws.com" },
    }),
  ];
};

const efs = "aws:efs/fileSystem:FileSystem";
const efsArn = `arn:aws:elasticfilesystem:${place}:file-system/fs-0123456789abcdef0`;

const files: CallsOf = (registration) => {
  const tags = tagsIn(registration);
  const of = { type: "file-system", arn: efsArn };
  const encrypted = { "elasticfilesystem:Encrypted": "true" };
  return [
    call("elasticfilesystem:CreateFileSystem", { type: "*", requestTags: tags, context: encrypted }),
    call("elasticfilesystem:TagResource", {
      ...of,
      requestTags: tags,
      context: { "elasticfilesystem:CreateAction": "CreateFileSystem" },
    }),
    call("elasticfilesystem:TagResource", { ...of, tags, requestTags: retagged(tags) }),
    ...calls(
      "elasticfilesystem",
      "DescribeFileSystems DescribeLifecycleConfiguration UpdateFileSystem UntagResource ListTagsForResource DeleteFileSystem",
      { ...of, tags },
    ),
    // Until AWS answers that it is gone: what is deleted has no tags.
    call("elasticfilesystem:DescribeFileSystems", of),
    ...["elasticfilesystem.amazonaws.com", "backup.amazonaws.com"].map((service) =>
      call("iam:CreateServiceLinkedRole", {
        type: "role",
        arn: `arn:aws:iam::123456789012:role/aws-service-role/${service}/AWSServiceRoleFor`,
        context: { "iam:AWSServiceName": service },
      }),
    ),
  ];
};

const ofFiles =
  (actions: string): CallsOf =>
  ({ inputs }, cluster) =>
    calls("elasticfilesystem", actions, {
      type: "file-system",
      arn: efsArn,
      tags: cluster.tagsOf(efs, inputs.fileSystemId),
    });

const backups = ofFiles("PutBackupPolicy DescribeBackupPolicy");

/** EFS makes the network interface with the permissions of the caller. */
const mountTarget: CallsOf = (registration, cluster) => [
  ...ofFiles(
    "CreateMountTarget DescribeMountTargets DescribeMountTargetSecurityGroups ModifyMountTargetSecurityGroups DeleteMountTarget",
  )(registration, cluster),
  ...calls("elasticfilesystem", "DescribeMountTargets DescribeBackupPolicy", {
    type: "file-system",
    arn: efsArn,
  }),
  ...["network-interface", "security-group", "subnet"].map((type) =>
    call("ec2:CreateNetworkInterface", { type }),
  ),
  call("ec2:DeleteNetworkInterface", { type: "network-interface" }),
];

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
  ...poolCalls,
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:cloudwatch/metricAlarm:MetricAlarm": alarm,
  "aws:dlm/lifecyclePolicy:LifecyclePolicy": snapshots,
  "aws:efs/backupPolicy:BackupPolicy": backups,
  [efs]: files,
  "aws:efs/mountTarget:MountTarget": mountTarget,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": attachedPolicy,
  "aws:sns/topic:Topic": topic,
  "aws:sns/topicSubscription:TopicSubscription": subscription,
};
