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

/** For resources of settings that not every stack uses. */
export const optionCalls: Readonly<Record<string, CallsOf>> = {
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:dlm/lifecyclePolicy:LifecyclePolicy": snapshots,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": attachedPolicy,
};
