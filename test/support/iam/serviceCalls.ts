import { type CallsOf, type CallTarget, call, calls, retagged, tagsIn } from "./call.ts";

const elb = "elasticloadbalancing";

/** A load balancer, listener or target group: all are tagged while they are created. */
function balanced(type: string, create: string, change: string): CallsOf {
  return (registration, cluster) => {
    const requestTags = tagsIn(registration);
    const id = type === "listener/net" ? "swarm/0123456789abcdef/0123456789abcdef" : "swarm/0123456789abcdef";
    const of = { type, id, tags: requestTags };
    const balancer = cluster.tagsOf("aws:lb/loadBalancer:LoadBalancer", registration.inputs.loadBalancerArn);
    return [
      // AWS evaluates a new listener as a change of its load balancer.
      type === "listener/net"
        ? call(`${elb}:${create}`, {
            type: "loadbalancer/net",
            id: "swarm/0123456789abcdef",
            tags: balancer,
            requestTags,
          })
        : call(`${elb}:${create}`, { type, id, requestTags }),
      call(`${elb}:AddTags`, { type, id, requestTags, context: { [`${elb}:CreateAction`]: create } }),
      ...calls(elb, change, of),
      call(`${elb}:AddTags`, { ...of, requestTags: retagged(requestTags) }),
      call(`${elb}:RemoveTags`, of),
    ];
  };
}

const loadBalancer: CallsOf = (registration, cluster) => [
  ...balanced(
    "loadbalancer/net",
    "CreateLoadBalancer",
    "ModifyLoadBalancerAttributes SetSubnets SetSecurityGroups DeleteLoadBalancer",
  )(registration, cluster),
  call("ec2:GetSecurityGroupsForVpc", { type: "vpc" }),
  // In an account that never had a load balancer.
  call("iam:CreateServiceLinkedRole", {
    type: "role/aws-service-role",
    id: "elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing",
    context: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
  }),
];

const targets: CallsOf = ({ inputs }, cluster) =>
  calls(elb, "RegisterTargets DeregisterTargets", {
    type: "targetgroup",
    id: "swarm/0123456789abcdef",
    tags: cluster.tagsOf("aws:lb/targetGroup:TargetGroup", inputs.targetGroupArn),
  });

/** ECR evaluates names, not tags. */
function repository(actions: string): CallsOf {
  return ({ inputs }) =>
    calls("ecr", actions, { type: "repository", id: String(inputs.name ?? inputs.repository) });
}

/** Also what pushes images to it. */
const imageRepository = repository(
  "CreateRepository TagResource UntagResource DescribeRepositories ListTagsForResource PutImageTagMutability PutImageScanningConfiguration DeleteRepository BatchDeleteImage BatchCheckLayerAvailability BatchGetImage GetDownloadUrlForLayer InitiateLayerUpload UploadLayerPart CompleteLayerUpload PutImage",
);

/** The last part of an ARN: the name that Pulumi gives has random digits at its end. */
const roleOf = (path: unknown, name: string) => ({
  type: `role${path}`.replace(/\/$/, ""),
  id: `${name}-1a2b3c4`,
});

const role: CallsOf = ({ name, inputs }) => {
  const of = roleOf(inputs.path ?? "/", name);
  const boundary = inputs.permissionsBoundary;
  const bounded: CallTarget = {
    ...of,
    ...(boundary ? { context: { "iam:PermissionsBoundary": String(boundary) } } : {}),
  };
  return [
    ...calls("iam", "CreateRole PutRolePermissionsBoundary", bounded),
    ...calls(
      "iam",
      "TagRole UntagRole GetRole UpdateRole ListRolePolicies ListAttachedRolePolicies ListInstanceProfilesForRole DeleteRole",
      of,
    ),
  ];
};

/** A role without the boundary may not be given permissions. */
const rolePolicy: CallsOf = ({ name }) => {
  const of = roleOf("/swarm/", name);
  const bounded = { "iam:PermissionsBoundary": "arn:aws:iam::123456789012:policy/swarm-boundary" };
  return [
    call("iam:PutRolePolicy", { ...of, context: bounded }),
    ...calls("iam", "GetRolePolicy DeleteRolePolicy", of),
  ];
};

const instanceProfile: CallsOf = ({ name, inputs }) => [
  ...calls(
    "iam",
    "CreateInstanceProfile TagInstanceProfile UntagInstanceProfile AddRoleToInstanceProfile RemoveRoleFromInstanceProfile GetInstanceProfile DeleteInstanceProfile",
    { type: `instance-profile${inputs.path}`.replace(/\/$/, ""), id: `${name}-1a2b3c4` },
  ),
  call("iam:PassRole", {
    ...roleOf("/swarm/", name),
    context: { "iam:PassedToService": "ec2.amazonaws.com" },
  }),
];

const record: CallsOf = () => [
  call("route53:ChangeResourceRecordSets", { type: "hostedzone", id: "Z0123456789ABCDEFGHIJ" }),
  call("route53:ListResourceRecordSets", { type: "hostedzone", id: "Z0123456789ABCDEFGHIJ" }),
  call("route53:GetHostedZone", { type: "hostedzone", id: "Z0123456789ABCDEFGHIJ" }),
  call("route53:GetChange", { type: "change", id: "C0123456789" }),
];

function bucket(actions: string): CallsOf {
  return ({ name }) => calls("s3", actions, { type: "bucket", id: `${name}-1a2b3c4` });
}

export const serviceCalls: Readonly<Record<string, CallsOf>> = {
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": repository(
    "PutLifecyclePolicy GetLifecyclePolicy DeleteLifecyclePolicy",
  ),
  "aws:ecr/repository:Repository": imageRepository,
  "aws:ecr/repositoryPolicy:RepositoryPolicy": repository(
    "SetRepositoryPolicy GetRepositoryPolicy DeleteRepositoryPolicy",
  ),
  "aws:iam/instanceProfile:InstanceProfile": instanceProfile,
  "aws:iam/role:Role": role,
  "aws:iam/rolePolicy:RolePolicy": rolePolicy,
  "aws:lb/listener:Listener": balanced(
    "listener/net",
    "CreateListener",
    "ModifyListener ModifyListenerAttributes DeleteListener",
  ),
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:lb/targetGroup:TargetGroup": balanced(
    "targetgroup",
    "CreateTargetGroup",
    "ModifyTargetGroup ModifyTargetGroupAttributes DeleteTargetGroup",
  ),
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": targets,
  "aws:route53/record:Record": record,
  "aws:s3/bucket:Bucket": bucket("CreateBucket ListBucket DeleteBucket PutBucketTagging GetBucketTagging"),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucket(
    "PutLifecycleConfiguration GetLifecycleConfiguration",
  ),
  "aws:s3/bucketPolicy:BucketPolicy": bucket("PutBucketPolicy GetBucketPolicy DeleteBucketPolicy"),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucket(
    "PutBucketPublicAccessBlock GetBucketPublicAccessBlock",
  ),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucket(
    "PutEncryptionConfiguration GetEncryptionConfiguration",
  ),
};
