import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule.js";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import type * as pulumi from "@pulumi/pulumi";
import { type Owner, tagsOf } from "../resources/tags.ts";
import { type BalancerRules, balancerRules } from "./balancerRules.ts";
import type { PlannedListener } from "./listenerPlan.ts";

export interface BalancerGroupArgs {
  readonly owner: Owner;
  readonly vpcId: pulumi.Input<string>;
  readonly nodeGroup: pulumi.Input<string>;
  readonly listeners: readonly PlannedListener[];
}

/** The load balancer's security group: open to everybody; the nodes accept published ports only from it. */
export function balancerGroup(
  name: string,
  args: BalancerGroupArgs,
  options: pulumi.CustomResourceOptions,
): SecurityGroup {
  const group = new SecurityGroup(
    name,
    { vpcId: args.vpcId, description: purpose, tags: tagsOf(args.owner, name) },
    options,
  );
  const { fronts, nodes } = balancerRules(args.listeners);
  letIn(name, args, group, fronts, options);
  letThrough(name, args, group, nodes, options);
  return group;
}

const purpose = "The load balancer in front of the swarm";

function letIn(
  name: string,
  { owner }: BalancerGroupArgs,
  group: SecurityGroup,
  fronts: BalancerRules["fronts"],
  options: pulumi.CustomResourceOptions,
): void {
  for (const { port, protocol } of fronts) {
    const rule = `${name}-front-${port}-${protocol}`;
    new SecurityGroupIngressRule(
      rule,
      {
        securityGroupId: group.id,
        description: "Everybody",
        ipProtocol: protocol,
        fromPort: port,
        toPort: port,
        cidrIpv4: "0.0.0.0/0",
        tags: tagsOf(owner, rule),
      },
      options,
    );
  }
}

function letThrough(
  name: string,
  { owner, nodeGroup }: BalancerGroupArgs,
  group: SecurityGroup,
  nodes: BalancerRules["nodes"],
  options: pulumi.CustomResourceOptions,
): void {
  for (const { port, protocol } of nodes) {
    const rule = `${name}-node-${port}-${protocol}`;
    const same = { ipProtocol: protocol, fromPort: port, toPort: port, tags: tagsOf(owner, rule) };
    new SecurityGroupEgressRule(
      rule,
      {
        ...same,
        securityGroupId: group.id,
        description: "Nodes of the swarm",
        referencedSecurityGroupId: nodeGroup,
      },
      options,
    );
    new SecurityGroupIngressRule(
      rule,
      { ...same, securityGroupId: nodeGroup, description: purpose, referencedSecurityGroupId: group.id },
      options,
    );
  }
}
