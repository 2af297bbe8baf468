import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule.js";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import type * as pulumi from "@pulumi/pulumi";
import { type Owner, tagsOf } from "../resources/tags.ts";
import { type BalancerRules, balancerRules, packetTooBig } from "./balancerRules.ts";
import type { PlannedListener } from "./listenerPlan.ts";

export interface BalancerGroupArgs {
  readonly owner: Owner;
  readonly vpcId: pulumi.Input<string>;
  readonly nodeGroup: pulumi.Input<string>;
  readonly listeners: readonly PlannedListener[];
  /** Ranges of the clients. */
  readonly cidrs: readonly string[];
}

/** The load balancer's security group: open to its clients; the nodes accept published ports only from it. */
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

/** The protocol, and the range of ports. */
type Range = typeof packetTooBig;

const everywhere = "0.0.0.0/0";
const purpose = "The load balancer in front of the swarm";

function letIn(
  name: string,
  { owner, cidrs }: BalancerGroupArgs,
  group: SecurityGroup,
  fronts: BalancerRules["fronts"],
  options: pulumi.CustomResourceOptions,
): void {
  const open = (rule: string, what: Range, cidrIpv4: string) =>
    new SecurityGroupIngressRule(
      rule,
      {
        securityGroupId: group.id,
        description: cidrIpv4 === everywhere ? "Everybody" : "Clients",
        ...what,
        cidrIpv4,
        tags: tagsOf(owner, rule),
      },
      options,
    );
  for (const { port, protocol } of fronts)
    for (const cidr of cidrs)
      open(
        `${name}-front-${port}-${protocol}${cidr === everywhere ? "" : `-${cidr}`}`,
        { ipProtocol: protocol, fromPort: port, toPort: port },
        cidr,
      );
  // Any router on the way to a client sends these.
  open(`${name}-front-icmp`, packetTooBig, everywhere);
}

function letThrough(
  name: string,
  { owner, nodeGroup }: BalancerGroupArgs,
  group: SecurityGroup,
  nodes: BalancerRules["nodes"],
  options: pulumi.CustomResourceOptions,
): void {
  const open = (rule: string, what: Range) => {
    const same = { ...what, tags: tagsOf(owner, rule) };
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
  };
  for (const { port, protocol } of nodes)
    open(`${name}-node-${port}-${protocol}`, { ipProtocol: protocol, fromPort: port, toPort: port });
  open(`${name}-node-icmp`, packetTooBig);
}
