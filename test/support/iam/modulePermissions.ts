import { lookUps } from "../awsLookUps.ts";
import { poolNeeds } from "./poolNeeds.ts";

const elb = "elasticloadbalancing";

/** What AWS asks for: to make, change and remove; and to look. By the module of @pulumi/aws. */
export const needs: Readonly<
  Record<string, { readonly write?: readonly string[]; readonly read?: readonly string[] }>
> = {
  ...lookUps,
  ...poolNeeds,
  "cloudwatch/logGroup": {
    write: ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:TagResource", "logs:DeleteLogGroup"],
    read: ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
  },
  "cloudwatch/metricAlarm": {
    write: ["cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:DeleteAlarms"],
    read: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
  },
  "dlm/lifecyclePolicy": {
    write: [
      "dlm:CreateLifecyclePolicy",
      "dlm:TagResource",
      "dlm:UpdateLifecyclePolicy",
      "dlm:DeleteLifecyclePolicy",
      "iam:PassRole",
    ],
    read: ["dlm:GetLifecyclePolicy", "dlm:ListTagsForResource"],
  },
  "ebs/volume": {
    write: ["ec2:CreateVolume", "ec2:ModifyVolume", "ec2:DeleteVolume", "ec2:CreateTags", "ec2:DeleteTags"],
    read: ["ec2:DescribeVolumes"],
  },
  "efs/backupPolicy": {
    write: ["elasticfilesystem:PutBackupPolicy"],
    read: ["elasticfilesystem:DescribeBackupPolicy"],
  },
  "efs/fileSystem": {
    write: [
      "elasticfilesystem:CreateFileSystem",
      "elasticfilesystem:TagResource",
      "elasticfilesystem:UpdateFileSystem",
      "elasticfilesystem:DeleteFileSystem",
      "iam:CreateServiceLinkedRole",
    ],
    read: ["elasticfilesystem:DescribeFileSystems", "elasticfilesystem:DescribeLifecycleConfiguration"],
  },
  // https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html
  "efs/mountTarget": {
    write: [
      "elasticfilesystem:CreateMountTarget",
      "elasticfilesystem:ModifyMountTargetSecurityGroups",
      "elasticfilesystem:DeleteMountTarget",
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
    ],
    read: ["elasticfilesystem:DescribeMountTargets", "elasticfilesystem:DescribeMountTargetSecurityGroups"],
  },
  "ec2/defaultSecurityGroup": {
    write: ["ec2:RevokeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress"],
    read: ["ec2:DescribeSecurityGroups"],
  },
  "ec2/eip": { write: ["ec2:AllocateAddress", "ec2:ReleaseAddress"], read: ["ec2:DescribeAddresses"] },
  "ec2/eipAssociation": { write: ["ec2:AssociateAddress", "ec2:DisassociateAddress"] },
  "ec2/instance": {
    write: [
      "ec2:RunInstances",
      "ec2:StopInstances",
      "ec2:StartInstances",
      "ec2:ModifyInstanceAttribute",
      "ec2:ModifyInstanceMetadataOptions",
      // Other security groups for a machine.
      "ec2:ModifyNetworkInterfaceAttribute",
      "ec2:CancelSpotInstanceRequests",
      "ec2:TerminateInstances",
      "iam:PassRole",
    ],
    read: ["ec2:DescribeInstances", "ec2:DescribeInstanceTypes", "ec2:DescribeInstanceAttribute"],
  },
  "ec2/internetGateway": {
    write: [
      "ec2:CreateInternetGateway",
      "ec2:AttachInternetGateway",
      "ec2:DetachInternetGateway",
      "ec2:DeleteInternetGateway",
    ],
  },
  "ec2/natGateway": { write: ["ec2:CreateNatGateway", "ec2:DeleteNatGateway"] },
  "ec2/route": { write: ["ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DeleteRoute"] },
  "ec2/routeTable": { write: ["ec2:CreateRouteTable", "ec2:DeleteRouteTable"] },
  "ec2/routeTableAssociation": {
    write: ["ec2:AssociateRouteTable", "ec2:ReplaceRouteTableAssociation", "ec2:DisassociateRouteTable"],
  },
  "ec2/securityGroup": {
    write: ["ec2:CreateSecurityGroup", "ec2:RevokeSecurityGroupEgress", "ec2:DeleteSecurityGroup"],
    read: ["ec2:DescribeSecurityGroups", "ec2:DescribeNetworkInterfaces"],
  },
  "ec2/subnet": { write: ["ec2:CreateSubnet", "ec2:ModifySubnetAttribute", "ec2:DeleteSubnet"] },
  "ec2/volumeAttachment": { write: ["ec2:AttachVolume", "ec2:DetachVolume", "ec2:StopInstances"] },
  "ec2transitgateway/instanceState": { write: ["ec2:StartInstances", "ec2:StopInstances"] },
  "ec2/vpc": {
    write: ["ec2:CreateVpc", "ec2:ModifyVpcAttribute", "ec2:DeleteVpc"],
    read: ["ec2:DescribeVpcs", "ec2:DescribeVpcAttribute"],
  },
  "ec2/vpcEndpoint": {
    write: [
      "ec2:CreateVpcEndpoint",
      "ec2:ModifyVpcEndpoint",
      "ec2:DeleteVpcEndpoints",
      "ec2:CreateTags",
      "route53:AssociateVPCWithHostedZone",
    ],
    read: ["ec2:DescribeVpcEndpoints", "ec2:DescribePrefixLists"],
  },
  "ecr/lifecyclePolicy": {
    write: ["ecr:PutLifecyclePolicy", "ecr:DeleteLifecyclePolicy"],
    read: ["ecr:GetLifecyclePolicy"],
  },
  "ecr/repository": {
    write: [
      "ecr:CreateRepository",
      "ecr:TagResource",
      "ecr:PutImageTagMutability",
      "ecr:PutImageScanningConfiguration",
      "ecr:DeleteRepository",
      // Images are pushed to it.
      "ecr:BatchCheckLayerAvailability",
      "ecr:InitiateLayerUpload",
      "ecr:UploadLayerPart",
      "ecr:CompleteLayerUpload",
      "ecr:PutImage",
    ],
    read: ["ecr:DescribeRepositories", "ecr:ListTagsForResource"],
  },
  "ecr/repositoryPolicy": {
    write: ["ecr:SetRepositoryPolicy", "ecr:DeleteRepositoryPolicy"],
    read: ["ecr:GetRepositoryPolicy"],
  },
  getPartition: {},
  "iam/instanceProfile": {
    write: [
      "iam:CreateInstanceProfile",
      "iam:TagInstanceProfile",
      "iam:AddRoleToInstanceProfile",
      "iam:RemoveRoleFromInstanceProfile",
      "iam:DeleteInstanceProfile",
    ],
    read: ["iam:GetInstanceProfile"],
  },
  "iam/role": {
    // Nobody changes who may assume the role.
    write: ["iam:CreateRole", "iam:TagRole", "iam:PutRolePermissionsBoundary", "iam:DeleteRole"],
    read: ["iam:GetRole", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies"],
  },
  "iam/rolePolicy": { write: ["iam:PutRolePolicy", "iam:DeleteRolePolicy"], read: ["iam:GetRolePolicy"] },
  "iam/rolePolicyAttachment": {
    write: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
    read: ["iam:ListAttachedRolePolicies"],
  },
  "lb/listener": {
    write: ["CreateListener", "ModifyListener", "DeleteListener"].map((action) => `${elb}:${action}`),
    read: [`${elb}:DescribeListeners`],
  },
  "lb/loadBalancer": {
    write: [
      "CreateLoadBalancer",
      "ModifyLoadBalancerAttributes",
      "SetSubnets",
      "SetSecurityGroups",
      "DeleteLoadBalancer",
      "AddTags",
    ]
      .map((action) => `${elb}:${action}`)
      .concat("ec2:GetSecurityGroupsForVpc"),
    read: [`${elb}:DescribeLoadBalancers`, `${elb}:DescribeLoadBalancerAttributes`, `${elb}:DescribeTags`],
  },
  "lb/targetGroup": {
    write: ["CreateTargetGroup", "ModifyTargetGroup", "ModifyTargetGroupAttributes", "DeleteTargetGroup"].map(
      (action) => `${elb}:${action}`,
    ),
    read: [`${elb}:DescribeTargetGroups`],
  },
  "lb/targetGroupAttachment": {
    write: [`${elb}:RegisterTargets`, `${elb}:DeregisterTargets`],
    read: [`${elb}:DescribeTargetHealth`],
  },
  provider: {},
  "route53/getZone": { read: ["route53:ListHostedZones", "route53:GetHostedZone"] },
  "route53/record": {
    write: ["route53:ChangeResourceRecordSets", "route53:GetChange"],
    read: ["route53:ListResourceRecordSets"],
  },
  "s3/bucket": {
    write: ["s3:CreateBucket", "s3:PutBucketTagging", "s3:TagResource", "s3:DeleteObject", "s3:DeleteBucket"],
    read: [
      "s3:GetAccelerateConfiguration",
      "s3:GetBucketAcl",
      "s3:GetBucketCORS",
      "s3:GetBucketLogging",
      "s3:GetBucketObjectLockConfiguration",
      "s3:GetBucketPolicy",
      "s3:GetBucketRequestPayment",
      "s3:GetBucketTagging",
      "s3:GetBucketVersioning",
      "s3:GetBucketWebsite",
      "s3:GetEncryptionConfiguration",
      "s3:GetLifecycleConfiguration",
      "s3:GetReplicationConfiguration",
      "s3:ListBucket",
      "s3:ListTagsForResource",
    ],
  },
  "s3/bucketLifecycleConfiguration": {
    write: ["s3:PutLifecycleConfiguration"],
    read: ["s3:GetLifecycleConfiguration"],
  },
  "s3/bucketPolicy": {
    write: ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"],
    read: ["s3:GetBucketPolicy"],
  },
  "s3/bucketPublicAccessBlock": {
    write: ["s3:PutBucketPublicAccessBlock"],
    read: ["s3:GetBucketPublicAccessBlock"],
  },
  "s3/bucketServerSideEncryptionConfiguration": {
    write: ["s3:PutEncryptionConfiguration"],
    read: ["s3:GetEncryptionConfiguration"],
  },
  "sns/topic": {
    write: ["sns:CreateTopic", "sns:SetTopicAttributes", "sns:TagResource", "sns:DeleteTopic"],
    read: ["sns:GetTopicAttributes", "sns:ListTagsForResource"],
  },
  "sns/topicSubscription": {
    write: ["sns:Subscribe", "sns:Unsubscribe"],
    read: ["sns:GetSubscriptionAttributes"],
  },
  "ssm/getParameter": { read: ["ssm:GetParameter"] },
  "vpc/securityGroupEgressRule": {
    write: [
      "ec2:AuthorizeSecurityGroupEgress",
      "ec2:ModifySecurityGroupRules",
      "ec2:RevokeSecurityGroupEgress",
    ],
    read: ["ec2:DescribeSecurityGroupRules"],
  },
  "vpc/securityGroupIngressRule": {
    write: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
    read: ["ec2:DescribeSecurityGroupRules"],
  },
};
