import { type CallsOf, call, calls, tagsIn } from "./call.ts";
import { created, group, list, networkInterface, referred, tagged } from "./ec2Calls.ts";

const place = "eu-central-1:123456789012";

/** Whoever gives a template to an auto-scaling group must be allowed to run machines from it. */
const launchTemplate: CallsOf = (registration, cluster) => {
  const { inputs } = registration;
  const tags = tagsIn(registration);
  const groups = list(inputs.vpcSecurityGroupIds).map((id) => referred("security-group", group, id, cluster));
  const of = { type: "launch-template", tags };
  return [
    ...created("CreateLaunchTemplate", "launch-template", tags),
    ...calls("ec2", "CreateLaunchTemplateVersion ModifyLaunchTemplate DeleteLaunchTemplate", of),
    call("ec2:RunInstances", of, { type: "image" }, networkInterface, ...groups, {
      type: "instance",
      requestTags: tags,
    }),
    call("iam:PassRole", {
      type: "role/swarm",
      id: "pool-web-1a2b3c4",
      context: { "iam:PassedToService": "ec2.amazonaws.com" },
    }),
    ...tagged("launch-template", tags),
  ];
};

const groupArn = (name: unknown) =>
  `arn:aws:autoscaling:${place}:autoScalingGroup:01234567-89ab-cdef-0123-456789abcdef:autoScalingGroupName/${name}`;

const scalingGroup: CallsOf = ({ inputs }) => {
  const of = { type: "autoScalingGroup", arn: groupArn(inputs.name) };
  return [
    ...calls(
      "autoscaling",
      "CreateAutoScalingGroup UpdateAutoScalingGroup CreateOrUpdateTags DeleteTags PutLifecycleHook AttachLoadBalancerTargetGroups DetachLoadBalancerTargetGroups StartInstanceRefresh CancelInstanceRefresh DeleteAutoScalingGroup",
      of,
    ),
    ...calls(
      "autoscaling",
      "DescribeAutoScalingGroups DescribeScalingActivities DescribeInstanceRefreshes DescribeLifecycleHooks",
      { type: "*" },
    ),
    call("iam:CreateServiceLinkedRole", {
      type: "role",
      arn: "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
      context: { "iam:AWSServiceName": "autoscaling.amazonaws.com" },
    }),
  ];
};

const scalingPolicy: CallsOf = () => [
  ...calls("autoscaling", "PutScalingPolicy DeletePolicy", {
    type: "autoScalingGroup",
    arn: groupArn("swarm-test-web"),
  }),
  call("autoscaling:DescribePolicies", { type: "*" }),
];

const parameter: CallsOf = ({ inputs }) => [
  ...calls(
    "ssm",
    "PutParameter GetParameter AddTagsToResource RemoveTagsFromResource ListTagsForResource DeleteParameter",
    { type: "parameter", arn: `arn:aws:ssm:${place}:parameter${inputs.name}` },
  ),
  call("ssm:DescribeParameters", { type: "*" }),
];

/** For pools that scale. */
export const poolCalls: Readonly<Record<string, CallsOf>> = {
  "aws:autoscaling/group:Group": scalingGroup,
  "aws:autoscaling/policy:Policy": scalingPolicy,
  "aws:ec2/launchTemplate:LaunchTemplate": launchTemplate,
  "aws:ssm/parameter:Parameter": parameter,
};
