import type { DiagnosticPath } from "../../../input/diagnosticPath.ts";
import { balancerRules } from "../entryPoint/balancerRules.ts";
import type { PlannedListener } from "../entryPoint/listenerPlan.ts";
import { self } from "../network/adminAccess.ts";
import { type Group, securityRules } from "../network/securityRules.ts";
import { scalingPools } from "./scalingPools.ts";
import type { AwsClusterSettings } from "./settings.ts";

/**
 * Inbound rules of a security group; a range, and another group, is one each.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
const mostRules = 60;

/** For packets that are too big, beside the rules for ports. */
const icmp = 1;

type RuleSettings = Pick<AwsClusterSettings, "pools"> & {
  readonly own: Pick<AwsClusterSettings["own"], "adminCidrs" | "network" | "entryPoint">;
};

/** Reports more rules than a security group has. */
export function checkRules(
  listeners: readonly PlannedListener[],
  settings: RuleSettings,
  path: DiagnosticPath,
): void {
  const { fronts, nodes } = balancerRules(listeners);
  const { adminCidrs, network, entryPoint } = settings.own;
  const { cidrs } = entryPoint;
  const aws = path.at("aws");
  const clients = fronts.length === 0 ? 0 : fronts.length * cidrs.length + icmp;
  if (clients > mostRules)
    aws
      .at("entryPoint")
      .at("cidrs")
      .error(
        `has ${cidrs.length} ranges for ${fronts.length === 1 ? "1 port" : `${fronts.length} ports`}: ${clients} rules with the one for ICMP, but a security group has ${mostRules} at most`,
        "use fewer and larger ranges, or publish fewer ports",
      );
  const onNodes = rulesOf("nodes", settings) + (nodes.length === 0 ? 0 : nodes.length + icmp);
  const ofNodes = `${onNodes} rules in the nodes' security group, but it has ${mostRules} at most`;
  if (onNodes > mostRules && network.private)
    path
      .at("stacks")
      .error(
        `publish ports that would be, with the swarm's own, ${ofNodes}`,
        "publish fewer, for example one port of a proxy in front of the services",
      );
  else if (onNodes > mostRules)
    aws
      .at("adminCidrs")
      .error(
        `has ${adminCidrs.length} ranges: with the swarm's and the published ports, ${ofNodes}`,
        "use fewer and larger ranges, or publish fewer ports",
      );
  const onBastion = network.private ? rulesOf("bastion", settings) : 0;
  if (onBastion > mostRules)
    aws
      .at("adminCidrs")
      .error(
        `has ${onBastion} ranges, but the bastion's security group has ${mostRules} rules at most`,
        "use fewer and larger ranges",
      );
}

/** All rules of a group but those for published ports. */
function rulesOf(group: Group, { own: { adminCidrs, network }, pools }: RuleSettings): number {
  return securityRules({
    adminCidrs: adminCidrs.filter((range) => range !== self),
    // Its address is not known yet; any is one rule.
    ...(adminCidrs.includes(self) ? { own: "192.0.2.1" } : {}),
    isPrivate: network.private,
    hasPools: scalingPools(pools).length > 0,
  }).filter((rule) => rule.group === group).length;
}
