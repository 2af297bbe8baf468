import { networkOf } from "../../../net/cidr.ts";
import { swarmPorts } from "../../../net/swarmPorts.ts";

/** Security groups: `nodes` has all nodes, `managers` the managers among them. */
export type Group = "nodes" | "managers" | "bastion";

/** Who may connect to a group. */
export interface SecurityRule {
  /** Unique among the rules: `nodes-7946-tcp`. */
  readonly name: string;
  readonly group: Group;
  /** `tcp`, `udp`, or the number of a protocol that has no ports. */
  readonly protocol: string;
  readonly port?: number;
  /** A group or a range of addresses. */
  readonly from: { readonly group: Group } | { readonly cidr: string };
  readonly purpose: string;
}

/** IP's own number of a protocol that AWS has no name for. */
const protocolNumbers: Readonly<Record<string, string>> = { esp: "50" };

/** Everything that is let in, published ports aside. */
export function securityRules(adminCidrs: readonly string[], isPrivate: boolean): SecurityRule[] {
  return [...amongNodes(), ...administration(adminCidrs, isPrivate)];
}

function amongNodes(): SecurityRule[] {
  return swarmPorts.map(({ port, protocol, on, purpose }) => ({
    name: [on, ...(port === undefined ? [] : [port]), protocol].join("-"),
    group: on,
    protocol: protocolNumbers[protocol] ?? protocol,
    ...(port === undefined ? {} : { port }),
    from: { group: "nodes" },
    purpose,
  }));
}

function administration(adminCidrs: readonly string[], isPrivate: boolean): SecurityRule[] {
  const outer = isPrivate ? "bastion" : "nodes";
  const ranges = [...new Set(adminCidrs.map(networkOf))];
  const ssh = (group: Group, name: string, from: SecurityRule["from"]): SecurityRule => ({
    name: `${group}-ssh-${name}`,
    group,
    protocol: "tcp",
    port: 22,
    from,
    purpose: "SSH",
  });
  return [
    ...ranges.map((cidr) => ssh(outer, cidr, { cidr })),
    ...(isPrivate ? [ssh("nodes", "bastion", { group: "bastion" })] : []),
  ];
}
