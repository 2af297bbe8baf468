/** What AWS asks for when the program looks something up, by the function's module of @pulumi/aws. */
export const lookUps: Readonly<Record<string, { readonly read: readonly string[] }>> = {
  "ebs/getEbsVolumes": { read: ["ec2:DescribeVolumes"] },
  "ec2/getAmi": { read: ["ec2:DescribeImages"] },
  "ec2/getInstance": { read: ["ec2:DescribeInstances"] },
  "ec2/getInstances": { read: ["ec2:DescribeInstances"] },
  "ec2/getInstanceTypeOfferings": { read: ["ec2:DescribeInstanceTypeOfferings"] },
  "ec2/getNetworkInterfaces": { read: ["ec2:DescribeNetworkInterfaces"] },
  "ec2/getSubnet": { read: ["ec2:DescribeSubnets"] },
  "ec2/getVpc": { read: ["ec2:DescribeVpcs"] },
  "ecr/getAuthorizationToken": { read: ["ecr:GetAuthorizationToken"] },
  "ecr/getRepositories": { read: ["ecr:DescribeRepositories"] },
  "ecr/getRepository": {
    read: ["ecr:DescribeImages", "ecr:DescribeRepositories", "ecr:ListTagsForResource"],
  },
  getAvailabilityZones: { read: ["ec2:DescribeAvailabilityZones"] },
};
