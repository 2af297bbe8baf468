/** What AWS asks for to make, change and remove pools that scale. */
export const poolNeeds: Readonly<
  Record<string, { readonly write: readonly string[]; readonly read: readonly string[] }>
> = {
  "autoscaling/group": {
    write: [
      "autoscaling:CreateAutoScalingGroup",
      "autoscaling:UpdateAutoScalingGroup",
      "autoscaling:CreateOrUpdateTags",
      "autoscaling:DeleteTags",
      "autoscaling:PutLifecycleHook",
      "autoscaling:AttachLoadBalancerTargetGroups",
      "autoscaling:DetachLoadBalancerTargetGroups",
      "autoscaling:StartInstanceRefresh",
      "autoscaling:CancelInstanceRefresh",
      "autoscaling:DeleteAutoScalingGroup",
      "iam:CreateServiceLinkedRole",
      "iam:PassRole",
    ],
    read: [
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:DescribeInstanceRefreshes",
      "autoscaling:DescribeLoadBalancerTargetGroups",
      "autoscaling:DescribeScalingActivities",
      "autoscaling:DescribeWarmPool",
    ],
  },
  "autoscaling/policy": {
    write: ["autoscaling:PutScalingPolicy", "autoscaling:DeletePolicy"],
    read: ["autoscaling:DescribePolicies"],
  },
  "ec2/launchTemplate": {
    write: [
      "ec2:CreateLaunchTemplate",
      "ec2:CreateLaunchTemplateVersion",
      "ec2:ModifyLaunchTemplate",
      "ec2:DeleteLaunchTemplate",
      "ec2:RunInstances",
    ],
    read: [
      "ec2:DescribeLaunchTemplates",
      "ec2:DescribeLaunchTemplateVersions",
      // Of the machine image, which upstream's provider reads whole.
      "ec2:GetInstanceUefiData",
    ],
  },
  "ssm/parameter": {
    write: ["ssm:PutParameter", "ssm:AddTagsToResource", "ssm:RemoveTagsFromResource", "ssm:DeleteParameter"],
    read: ["ssm:GetParameter", "ssm:DescribeParameters", "ssm:ListTagsForResource"],
  },
};
