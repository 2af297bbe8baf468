import { blocks, type Inputs, type Rule } from "./rule.ts";

/** Ports that only known machines and people may reach. */
const guarded = [
  { protocol: "tcp", port: 22, purpose: "SSH" },
  { protocol: "tcp", port: 2049, purpose: "file systems" },
  { protocol: "tcp", port: 2375, purpose: "Docker's API" },
  { protocol: "tcp", port: 2376, purpose: "Docker's API" },
  { protocol: "tcp", port: 2377, purpose: "cluster management" },
  { protocol: "tcp", port: 7946, purpose: "communication among nodes" },
  { protocol: "udp", port: 7946, purpose: "communication among nodes" },
  { protocol: "udp", port: 4789, purpose: "overlay network traffic" },
  { protocol: "esp", port: undefined, purpose: "encrypted overlay network traffic" },
];

/** https://www.iana.org/assignments/protocol-numbers */
const protocolNames: Readonly<Record<string, string>> = { "6": "tcp", "17": "udp", "50": "esp" };

/** A wider range is as good as the whole internet: 0.0.0.0/0 can be written as two halves. */
const narrowest = { ipv4: 8, ipv6: 16 };

interface Opening {
  readonly protocol: unknown;
  readonly fromPort: unknown;
  readonly toPort: unknown;
  readonly ranges: readonly unknown[];
}

function faultsOf({ protocol, fromPort, toPort, ranges }: Opening): string[] {
  const open = ranges.filter((range): range is string => typeof range === "string" && isWorld(range));
  const reached = guarded.filter((guard) => covers(String(protocol), fromPort, toPort, guard));
  return open.flatMap((range) =>
    reached.map(
      ({ protocol: name, port, purpose }) =>
        `opens ${port === undefined ? name : `${port}/${name}`} (${purpose}) to ${range}; name the addresses that need it, for example 203.0.113.7/32`,
    ),
  );
}

function isWorld(range: string): boolean {
  const prefix = Number(range.split("/")[1] ?? 128);
  return prefix < (range.includes(":") ? narrowest.ipv6 : narrowest.ipv4);
}

function covers(protocol: string, from: unknown, to: unknown, guard: (typeof guarded)[number]): boolean {
  const name = protocolNames[protocol] ?? protocol.toLowerCase();
  if (name === "-1" || name === "all") return true;
  if (name !== guard.protocol) return false;
  return guard.port === undefined || (Number(from) <= guard.port && guard.port <= Number(to));
}

function inline(group: Inputs): string[] {
  return blocks(group.ingress).flatMap(listed);
}

function listed(rule: Inputs): string[] {
  const { protocol, fromPort, toPort, cidrBlocks, ipv6CidrBlocks } = rule;
  return faultsOf({ protocol, fromPort, toPort, ranges: [cidrBlocks, ipv6CidrBlocks].flat() });
}

export const openPorts: Rule = {
  name: "no-open-admin-ports",
  description: "SSH, file systems, Docker's API and the swarm's own ports are not open to the internet.",
  level: "mandatory",
  sources: ["EC2.13", "EC2.19", "CKV_AWS_24", "CKV_AWS_277"],
  faults: {
    "aws:ec2/securityGroup:SecurityGroup": inline,
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": inline,
    "aws:ec2/securityGroupRule:SecurityGroupRule": (rule) => (rule.type === "ingress" ? listed(rule) : []),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (rule) => {
      const { ipProtocol, fromPort, toPort, cidrIpv4, cidrIpv6 } = rule;
      return faultsOf({ protocol: ipProtocol, fromPort, toPort, ranges: [cidrIpv4, cidrIpv6] });
    },
  },
};
