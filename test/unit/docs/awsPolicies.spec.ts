import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lookUps } from "../../support/awsLookUps.ts";

const root = join(import.meta.dirname, "../../..");

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource: string | readonly string[];
}

function statementsIn(file: string): readonly Statement[] {
  return JSON.parse(readFileSync(join(root, "docs", file), "utf8")).Statement;
}

function actionsIn(file: string): string[] {
  return statementsIn(file).flatMap(({ Effect, Action = [] }) => (Effect === "Allow" ? Action : []));
}

/** A deployer has all; the last one is for settings that not every stack uses. */
const deployer = ["", "-services", "-options"].map((part) => `aws-deployer${part}-policy.json`);

const elb = "elasticloadbalancing";

/** What AWS asks for: to make, change and remove; and to look. By the module of @pulumi/aws. */
const needs: Readonly<
  Record<string, { readonly write?: readonly string[]; readonly read?: readonly string[] }>
> = {
  ...lookUps,
  "cloudwatch/logGroup": {
    write: ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:TagResource", "logs:DeleteLogGroup"],
    read: ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
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

/** The modules of @pulumi/aws that the program loads. */
function modulesInUse(): string[] {
  const files = readdirSync(join(root, "components"), { recursive: true, encoding: "utf8" });
  const texts = files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(root, "components", file), "utf8"));
  const loading = /^import (?!type\b)[^;]*? from "@pulumi\/aws\/(?<module>[^"]+)\.js"/gm;
  const found = texts.flatMap((text) =>
    [...text.matchAll(loading)].map(({ groups }) => groups?.module ?? ""),
  );
  return [...new Set(found)].sort();
}

function missingIn(files: readonly string[], wanted: readonly string[]): string[] {
  const allowed = files.flatMap(actionsIn);
  const covers = (pattern: string, action: string) =>
    pattern === action || (pattern.endsWith("*") && action.startsWith(pattern.slice(0, -1)));
  return wanted.filter((action) => !allowed.some((pattern) => covers(pattern, action)));
}

describe("the IAM policies of docs/aws.md", () => {
  it("cover every AWS module that the program loads", () => {
    assert.deepEqual(
      modulesInUse(),
      Object.keys(needs).sort((a, b) => (a < b ? -1 : 1)),
    );
  });

  for (const [module, { write = [], read = [] }] of Object.entries(needs))
    it(`allow what ${module} needs`, () => {
      assert.deepEqual(missingIn(deployer, [...write, ...read]), []);
      assert.deepEqual(missingIn(["aws-preview-policy.json"], read), []);
    });

  it("allow reading prices and the account", () => {
    for (const file of ["aws-deployer-policy.json", "aws-preview-policy.json"])
      assert.deepEqual(missingIn([file], ["pricing:GetProducts", "sts:GetCallerIdentity"]), [], file);
  });

  it("allow a preview only to read", () => {
    const changing = actionsIn("aws-preview-policy.json").filter(
      (action) => !/^[a-z0-9]+:(Describe|Get|List)/.test(action),
    );
    // What it reads there is encrypted.
    assert.deepEqual(changing, ["kms:Decrypt"]);
  });

  it("keep a preview from writing the state, whatever else its role allows", () => {
    const bucket = ["arn:aws:s3:::my-swarm-state", "arn:aws:s3:::my-swarm-state/*"];
    const reading = ["s3:GetObject", "s3:ListBucket"];
    const aboutState = statementsIn("aws-preview-policy.json").filter(({ Resource }) =>
      [Resource].flat().some((resource) => resource.includes("my-swarm-state")),
    );
    assert.deepEqual(
      aboutState.map(({ Sid: _sid, ...rest }) => rest),
      [
        { Effect: "Allow", Action: reading, Resource: bucket },
        { Effect: "Deny", NotAction: reading, Resource: bucket },
      ],
    );
  });

  it("name every action except Describe ones, and none twice in a statement", () => {
    const wild = deployer.flatMap(actionsIn).filter((action) => action.includes("*"));
    assert.deepEqual(wild, ["ec2:Describe*", "elasticloadbalancing:Describe*"]);
    for (const { Action } of deployer.flatMap(statementsIn)) assert.deepEqual(Action, [...new Set(Action)]);
  });

  it("fit the size limit of AWS", () => {
    for (const file of [...deployer, "aws-preview-policy.json", "aws-boundary-policy.json"]) {
      const text = readFileSync(join(root, "docs", file), "utf8");
      assert.ok(text.replace(/\s/g, "").length <= 6144, file);
    }
  });
});
