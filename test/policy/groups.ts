import { blocks, type Rule } from "./rule.ts";

export const closedDefaultGroup: Rule = {
  name: "closed-default-group",
  description: "A VPC's default security group lets nothing in or out.",
  level: "mandatory",
  sources: ["EC2.2", "CKV2_AWS_12"],
  faults: {
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ({ ingress, egress }) =>
      [blocks(ingress), blocks(egress)].flat().length === 0
        ? []
        : ["lets something in or out; set ingress and egress to empty lists"],
  },
};

const described = ({ description }: { readonly description?: unknown }) =>
  description ? [] : ["does not say what it is for; set description"];

export const describedGroups: Rule = {
  name: "described-groups",
  description: "Security groups and their rules say what they are for.",
  level: "mandatory",
  sources: ["CKV_AWS_23"],
  faults: {
    "aws:ec2/securityGroup:SecurityGroup": described,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": described,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": described,
  },
};
