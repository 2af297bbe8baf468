import { networkOf } from "../../../net/cidr.ts";
import { swarmPorts } from "../../../net/swarmPorts.ts";

/** Security groups: `nodes` contains all nodes, `managers` only the managers. */
export type Group = "nodes" | "managers" | "bastion";

/** One inbound rule of a group. */
export interface SecurityRule {
  /** Unique among the rules: `nodes-7946-tcp`. */
  readonly name: string;
  readonly group: Group;
  /** `tcp`, `udp`, or a protocol without ports. */
  readonly protocol: string;
  readonly port?: number;
  /** A group or an address range. */
  readonly from: { readonly group: Group } | { readonly cidr: string };
  readonly purpose: string;
  /** True: the range is the address of the computer that runs `up`. */
  readonly isOwn?: boolean;
}

/** IP numbers of protocols that AWS has no name for. */
const protocolNumbers: Readonly<Record<string, string>> = { esp: "50" };

/** Who connects besides the swarm's own nodes, and how. */
export interface Access {
  /** Ranges of administrators. */
  readonly adminCidrs: readonly string[];
  /** This computer's address, if it may reach SSH beside `adminCidrs`. */
  readonly own?: string | undefined;
  /** Whether SSH goes through a bastion. */
  readonly isPrivate: boolean;
  /** True: workers ask managers to drain them, over SSH (components/swarm/nodeRequests.ts); default false. */
  readonly takesRequests?: boolean;
  /** True: `npm run ssh` reaches machines of pools that scale through a manager; default false. */
  readonly hasPools?: boolean;
}

/** All inbound rules, without published ports. */
export function securityRules({
  adminCidrs,
  isPrivate,
  own,
  takesRequests,
  hasPools,
}: Access): SecurityRule[] {
  return [
    ...amongNodes(),
    ...administration(adminCidrs, isPrivate, own),
    ...(takesRequests
      ? [ssh("managers", "nodes", { group: "nodes" }, "Requests of workers to be drained")]
      : []),
    ...(hasPools && !isPrivate
      ? [ssh("nodes", "managers", { group: "managers" }, "SSH to machines of pools that scale")]
      : []),
  ];
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

function administration(adminCidrs: readonly string[], isPrivate: boolean, own?: string): SecurityRule[] {
  const outer = isPrivate ? "bastion" : "nodes";
  const ranges = [...new Set(adminCidrs.map(networkOf))];
  return [
    ...ranges.map((cidr) => ssh(outer, cidr, { cidr })),
    ...(own === undefined ? [] : [{ ...ssh(outer, "self", { cidr: `${own}/32` }), isOwn: true }]),
    ...(isPrivate ? [ssh("nodes", "bastion", { group: "bastion" })] : []),
  ];
}

function ssh(group: Group, name: string, from: SecurityRule["from"], purpose = "SSH"): SecurityRule {
  return { name: `${group}-ssh-${name}`, group, protocol: "tcp", port: 22, from, purpose };
}
