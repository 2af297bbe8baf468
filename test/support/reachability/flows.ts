import { overlap } from "../../../components/net/cidr.ts";
import type { Member, Rule, Vpc } from "./vpc.ts";

/** What may pass, by its way: `{"web → manager": ["tcp 2377", …]}`; `internet` is everything outside the VPC. */
export type Flows = Readonly<Record<string, readonly string[]>>;

/** All flows that may begin; answers to them always pass, because security groups are stateful. */
export function flowsOf(vpc: Vpc): Flows {
  const found = new Map<string, Set<string>>();
  const note = (way: string, traffic: readonly string[]) => {
    for (const one of traffic) found.set(way, (found.get(way) ?? new Set()).add(one));
  };
  for (const to of vpc.members) {
    for (const { cidr, traffic } of fromOutside(to, vpc)) note(`${cidr} → ${to.kind}`, [traffic]);
    for (const from of vpc.members) note(`${from.kind} → ${to.kind}`, between(from, to, vpc));
    note(`${to.kind} → internet`, toOutside(to, vpc));
  }
  return Object.fromEntries(
    [...found]
      .map(([way, traffic]) => [way, [...traffic].sort()] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function rulesOf(member: Member, rules: readonly Rule[]): Rule[] {
  return rules.filter(({ group }) => member.groups.includes(group));
}

function fromOutside(to: Member, { ingress }: Vpc) {
  if (!to.hasPublicAddress || !to.ways.includes("gateway")) return [];
  return rulesOf(to, ingress).flatMap(({ peer, traffic }) =>
    "cidr" in peer ? [{ cidr: peer.cidr, traffic }] : [],
  );
}

/** A private address needs NAT, a public one the gateway itself. */
function toOutside(from: Member, { egress }: Vpc): string[] {
  const isRouted = from.ways.includes("nat") || (from.hasPublicAddress && from.ways.includes("gateway"));
  if (!isRouted) return [];
  return rulesOf(from, egress).flatMap(({ peer, traffic }) => ("cidr" in peer ? [traffic] : []));
}

/** The sender's groups must let it out, and the receiver's must let it in. */
function between(from: Member, to: Member, { ingress, egress, cidr }: Vpc): string[] {
  const meets = (peer: Rule["peer"], other: Member) =>
    "group" in peer ? other.groups.includes(peer.group) : overlap(peer.cidr, cidr);
  const out = rulesOf(from, egress).filter(({ peer }) => meets(peer, to));
  const into = rulesOf(to, ingress).filter(({ peer }) => meets(peer, from));
  const isLetOut = (traffic: string) =>
    out.some((rule) => rule.traffic === "all" || rule.traffic === traffic);
  return into.map(({ traffic }) => traffic).filter(isLetOut);
}
