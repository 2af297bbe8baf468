import type { CallTarget } from "./call.ts";

/** What a deployer must not be able to do, by what it would be. */
export type ForbiddenCalls = Readonly<
  Record<string, readonly (readonly [action: string, target: CallTarget])[]>
>;

const ours = { "swarm.project": "swarm", Name: "swarm-test-x" };
const theirs = { "swarm.project": "payroll", Name: "payroll-db" };
const boundary = { "iam:PermissionsBoundary": "arn:aws:iam::123456789012:policy/swarm-boundary" };
const anotherBoundary = { "iam:PermissionsBoundary": "arn:aws:iam::123456789012:policy/wide" };
const toMachines = { "iam:PassedToService": "ec2.amazonaws.com" };
const ourRole: CallTarget = { type: "role/swarm", id: "nodes-1a2b3c4" };
const foreignRole: CallTarget = { type: "role", id: "Admin" };
const of = (type: string): CallTarget => ({ type, tags: theirs });
const untagged = (type: string): CallTarget => ({ type });
const balancer = { type: "loadbalancer/net", id: "payroll/0123456789abcdef" };
const targetGroup = { type: "targetgroup", id: "payroll/0123456789abcdef" };
const machine: CallTarget = {
  type: "instance",
  arn: "arn:aws:ec2:eu-central-1:123456789012:instance/i-0123456789abcdef0",
  tags: theirs,
};
const listener = { type: "listener/net", id: "payroll/0123456789abcdef/0123456789abcdef" };
const administrator = { "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" };

/**
 * Known ways to more permissions:
 * https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation
 */
export const morePermissions: ForbiddenCalls = {
  "a role without the boundary": [
    ["iam:CreateRole", ourRole],
    ["iam:CreateRole", { ...ourRole, context: anotherBoundary }],
    ["iam:CreateRole", { ...foreignRole, context: boundary }],
    ["iam:CreateRole", { type: "role", id: "nodes-1a2b3c4" }],
  ],
  "other permissions for a role": [
    ["iam:PutRolePolicy", ourRole],
    ["iam:PutRolePolicy", { ...ourRole, context: anotherBoundary }],
    ["iam:PutRolePolicy", { ...foreignRole, context: boundary }],
    ["iam:AttachRolePolicy", { ...ourRole, context: { ...administrator, ...boundary } }],
    ["iam:AttachRolePolicy", { ...foreignRole, context: administrator }],
  ],
  "a role freed of its boundary": [
    ["iam:DeleteRolePermissionsBoundary", { ...ourRole, context: boundary }],
    ["iam:PutRolePermissionsBoundary", { ...ourRole, context: anotherBoundary }],
    ["iam:PutRolePermissionsBoundary", { ...foreignRole, context: boundary }],
    ["iam:CreatePolicyVersion", { type: "policy", id: "swarm-boundary" }],
    ["iam:SetDefaultPolicyVersion", { type: "policy", id: "swarm-boundary" }],
    ["iam:DeletePolicy", { type: "policy", id: "swarm-boundary" }],
    ["iam:CreatePolicy", { type: "policy", id: "swarm-boundary" }],
  ],
  "who may assume a role": [
    ["iam:UpdateAssumeRolePolicy", ourRole],
    ["iam:UpdateAssumeRolePolicy", foreignRole],
    ["sts:AssumeRole", { type: "role", arn: "arn:aws:iam::123456789012:role/Admin" }],
  ],
  "a role given to a service": [
    ["iam:PassRole", { ...foreignRole, context: toMachines }],
    ["iam:PassRole", { type: "role", id: "nodes-1a2b3c4", context: toMachines }],
    ["iam:PassRole", { type: "role/payroll", id: "nodes", context: toMachines }],
    ["iam:PassRole", { ...ourRole, context: { "iam:PassedToService": "lambda.amazonaws.com" } }],
    ["iam:PassRole", { ...ourRole, context: { "iam:PassedToService": "cloudformation.amazonaws.com" } }],
  ],
  "another role for a machine": [
    ["iam:AddRoleToInstanceProfile", { type: "instance-profile", id: "Admin" }],
    ["iam:RemoveRoleFromInstanceProfile", { type: "instance-profile", id: "Admin" }],
    ["ec2:AssociateIamInstanceProfile", of("instance")],
    ["ec2:AssociateIamInstanceProfile", { type: "instance", tags: ours }],
    ["ec2:ReplaceIamInstanceProfileAssociation", { type: "instance", tags: ours }],
  ],
  "a user or a group": [
    ["iam:CreateUser", { type: "user", id: "somebody" }],
    ["iam:CreateAccessKey", { type: "user", id: "admin" }],
    ["iam:CreateLoginProfile", { type: "user", id: "admin" }],
    ["iam:UpdateLoginProfile", { type: "user", id: "admin" }],
    ["iam:AttachUserPolicy", { type: "user", id: "deployer", context: administrator }],
    ["iam:PutUserPolicy", { type: "user", id: "deployer" }],
    ["iam:AttachGroupPolicy", { type: "group", id: "all", context: administrator }],
    ["iam:PutGroupPolicy", { type: "group", id: "all" }],
    ["iam:AddUserToGroup", { type: "group", id: "admins" }],
  ],
  "code with the permissions of others": [
    [
      "lambda:CreateFunction",
      { type: "function", arn: "arn:aws:lambda:eu-central-1:123456789012:function:x" },
    ],
    [
      "lambda:UpdateFunctionCode",
      { type: "function", arn: "arn:aws:lambda:eu-central-1:123456789012:function:x" },
    ],
    ["cloudformation:CreateStack", { type: "stack", id: "x/1" }],
    ["glue:CreateDevEndpoint", { type: "*" }],
    ["ssm:SendCommand", machine],
    ["ssm:StartSession", machine],
    ["ec2-instance-connect:SendSSHPublicKey", machine],
    ["ssm:PutParameter", { type: "parameter", id: "aws/service/debian/x" }],
  ],
};

/** The tag of ours on what is not ours, in a call of its own. */
const stolen = [
  "instance",
  "volume",
  "security-group",
  "vpc",
  "subnet",
  "route-table",
  "elastic-ip",
  "natgateway",
  "security-group-rule",
];

export const foreignResources: ForbiddenCalls = {
  "the tag on what exists": [
    ...stolen.flatMap((type) => [
      ["ec2:CreateTags", { type, tags: theirs, requestTags: ours }] as const,
      ["ec2:CreateTags", { type, requestTags: ours }] as const,
    ]),
    ...[balancer, targetGroup, listener].map(
      (target) => ["elasticloadbalancing:AddTags", { ...target, tags: theirs, requestTags: ours }] as const,
    ),
    [
      "ec2:CreateTags",
      { type: "instance", requestTags: theirs, context: { "ec2:CreateAction": "RunInstances" } },
    ],
  ],
  "machines and disks": [
    ["ec2:TerminateInstances", of("instance")],
    ["ec2:TerminateInstances", untagged("instance")],
    ["ec2:StopInstances", of("instance")],
    ["ec2:ModifyInstanceAttribute", of("instance")],
    ["ec2:DeleteVolume", of("volume")],
    ["ec2:DetachVolume", of("volume")],
    ["ec2:AttachVolume", of("volume")],
    ["ec2:CreateVolume", of("snapshot")],
    ["ec2:CreateSnapshot", of("volume")],
    ["ec2:CreateSpotDatafeedSubscription", { type: "*" }],
    ["ec2:RequestSpotInstances", of("spot-instances-request")],
    ["ec2:CancelSpotFleetRequests", of("spot-fleet-request")],
    ["ec2:RunInstances", of("snapshot")],
    ["ec2:RunInstances", of("security-group")],
    ["ec2:RunInstances", { type: "instance", requestTags: theirs }],
    ["ec2:GetPasswordData", of("instance")],
  ],
  networks: [
    ["ec2:DeleteVpc", of("vpc")],
    ["ec2:DeleteSubnet", of("subnet")],
    ["ec2:CreateSubnet", of("vpc")],
    ["ec2:DeleteRoute", of("route-table")],
    ["ec2:CreateRoute", untagged("route-table")],
    ["ec2:DeleteSecurityGroup", of("security-group")],
    ["ec2:DeleteSecurityGroup", untagged("security-group")],
    ["ec2:AuthorizeSecurityGroupIngress", of("security-group")],
    ["ec2:AuthorizeSecurityGroupIngress", untagged("security-group")],
    ["ec2:RevokeSecurityGroupIngress", of("security-group")],
    ["ec2:RevokeSecurityGroupEgress", { type: "security-group", tags: { Name: "payroll" } }],
    ["ec2:ModifySecurityGroupRules", of("security-group")],
    ["ec2:ReleaseAddress", of("elastic-ip")],
    ["ec2:DisassociateAddress", of("elastic-ip")],
    ["ec2:DeleteNatGateway", of("natgateway")],
    ["ec2:ModifyVpcEndpoint", of("vpc-endpoint")],
    ["ec2:CreateVpcPeeringConnection", of("vpc")],
  ],
  "load balancers": [
    ["elasticloadbalancing:DeleteLoadBalancer", { ...balancer, tags: theirs }],
    ["elasticloadbalancing:DeleteLoadBalancer", balancer],
    ["elasticloadbalancing:SetSecurityGroups", { ...balancer, tags: theirs }],
    ["elasticloadbalancing:CreateListener", { ...balancer, tags: theirs, requestTags: ours }],
    ["elasticloadbalancing:ModifyListener", { ...listener, tags: theirs }],
    ["elasticloadbalancing:DeleteListener", listener],
    ["elasticloadbalancing:RegisterTargets", { ...targetGroup, tags: theirs }],
    ["elasticloadbalancing:DeregisterTargets", targetGroup],
    ["elasticloadbalancing:DeleteTargetGroup", { ...targetGroup, tags: theirs }],
  ],
  "images, names, logs and state": [
    ["ecr:DeleteRepository", { type: "repository", id: "payroll/api" }],
    ["ecr:PutImage", { type: "repository", id: "payroll/api" }],
    ["ecr:SetRepositoryPolicy", { type: "repository", id: "swarmer" }],
    ["route53:ChangeResourceRecordSets", { type: "hostedzone", id: "ZPAYROLL" }],
    ["route53:DeleteHostedZone", { type: "hostedzone", id: "Z0123456789ABCDEFGHIJ" }],
    ["s3:DeleteBucket", { type: "bucket", id: "payroll" }],
    ["s3:GetObject", { type: "object", id: "payroll/salaries" }],
    ["kms:Decrypt", { type: "key", id: "0123" }],
    [
      "secretsmanager:GetSecretValue",
      {
        type: "secret",
        arn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:payroll-AbCdEf",
      },
    ],
    ["ssm:GetParameter", { type: "parameter", id: "payroll/password" }],
    ["iam:DeleteRole", foreignRole],
    ["iam:DeleteInstanceProfile", { type: "instance-profile", id: "Admin" }],
  ],
};

/** Calls that are allowed in the region of the policies only. */
export const inOneRegion: readonly (readonly [action: string, target: CallTarget])[] = [
  ["ec2:RunInstances", { type: "instance", requestTags: ours }],
  ["ec2:CreateVpc", { type: "vpc", requestTags: ours }],
  ["ec2:TerminateInstances", { type: "instance", tags: ours }],
  ["ec2:CreateTags", { type: "vpc", requestTags: ours, context: { "ec2:CreateAction": "CreateVpc" } }],
  ["elasticloadbalancing:CreateLoadBalancer", { ...balancer, requestTags: ours }],
  ["elasticloadbalancing:DeleteLoadBalancer", { ...balancer, tags: ours }],
  ["ecr:CreateRepository", { type: "repository", id: "swarm/prod/example/api" }],
];
