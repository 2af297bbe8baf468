import type { Inputs, Rule } from "./rule.ts";

const wanted = ["swarm.project", "swarm.stack"];

/** Resources that cost money, or that somebody may have to find by hand. */
const types = [
  "aws:ebs/volume:Volume",
  "aws:ec2/eip:Eip",
  "aws:ec2/instance:Instance",
  "aws:ec2/natGateway:NatGateway",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/subnet:Subnet",
  "aws:ec2/vpc:Vpc",
  "aws:ecr/repository:Repository",
  "aws:efs/fileSystem:FileSystem",
  "aws:iam/role:Role",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:lb/targetGroup:TargetGroup",
];

function faultsOf({ tags }: Inputs): string[] {
  const given = (tags ?? {}) as Inputs;
  const missing = wanted.filter((name) => !given[name]);
  return missing.length === 0 ? [] : [`has no tag ${missing.join(" and no tag ")}; add it to its tags`];
}

export const tags: Rule = {
  name: "tagged",
  description: "Whatever is made tells by its tags which project and stack it belongs to.",
  level: "mandatory",
  sources: [],
  faults: Object.fromEntries(types.map((type) => [type, faultsOf])),
};
