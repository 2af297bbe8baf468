import { distinctPorts, type NodePort } from "../../../entrypoint/entryPoint.ts";

/** A frontend port of the load balancer, and the nodes' port behind it. */
export interface BalancedPort {
  /** Port on this computer's loopback address. */
  readonly front: number;
  /** Port that a service publishes on the nodes. */
  readonly node: number;
  /** True: the load balancer parses HTTP, and checks nodes with HTTP requests. */
  readonly http: boolean;
}

/** The TCP ports of all stacks in the order of the settings; frontend ports count up from `firstFront`. */
export function balancedPorts(ports: readonly NodePort[], firstFront: number): BalancedPort[] {
  return distinctPorts(ports)
    .filter((port) => port.protocol === "tcp")
    .map((port, index) => ({ front: firstFront + index, node: port.published, http: port.http }));
}

/**
 * HAProxy's configuration: a frontend for each port, with every machine in the network's DNS as a server.
 * Machines come and go without a new configuration.
 *
 * @param alias DNS name of all machines
 */
export function balancerConfiguration(ports: readonly BalancedPort[], alias: string): string {
  return [head, ...ports.map((port) => section(port, alias))].join("\n");
}

/** Docker's DNS server; it answers at once, so HAProxy finds a new machine within half a second. */
const head = `global
  maxconn 4096
  stats socket /run/haproxy.sock mode 600 level admin

resolvers docker
  nameserver dns 127.0.0.11:53
  accepted_payload_size 8192
  hold valid 500ms
  hold obsolete 2s
  timeout resolve 500ms
  timeout retry 500ms

defaults
  timeout connect 1s
  timeout check 1s
  timeout client 1h
  timeout server 1h
  timeout http-request 30s
  timeout http-keep-alive 1m
  retries 5
  option redispatch 1
  option dontlognull
`;

function section(port: BalancedPort, alias: string): string {
  const listen = [`listen port-${port.front}`, `  bind :${port.front}`];
  const machines = `  server-template machine 64 ${alias}:${port.node} check resolvers docker init-addr none`;
  const { checked, reachable } = port.http ? httpLines(port.front) : tcpLines;
  return [...listen, ...checked, machines, ...(reachable ? ["", ...reachable, machines] : []), ""].join("\n");
}

/** Lines with health checks, and a fallback backend for when no server passes its check. */
interface SectionLines {
  readonly checked: readonly string[];
  readonly reachable?: readonly string[];
}

const servers = "  default-server inter 500ms fastinter 200ms downinter 200ms fall 2 rise 1";

// Close connections to a machine that is gone, because they would hang; HTTP retries requests instead.
const tcpLines: SectionLines = {
  checked: ["  mode tcp", "  balance leastconn", `${servers} on-marked-down shutdown-sessions`],
};

/** A page that takes longer than the check's timeout on every machine must still be served. */
function httpLines(front: number): SectionLines {
  const all = [
    "  mode http",
    "  balance roundrobin",
    "  option forwardfor",
    // Retry only requests without side effects.
    "  http-request disable-l7-retry unless METH_GET",
    "  retry-on conn-failure empty-response junk-response 502 503 504",
    servers,
  ];
  const reachable = `port-${front}-reachable`;
  const asked = [
    "  option httpchk GET /",
    "  http-check expect status 200-499",
    `  use_backend ${reachable} if { nbsrv eq 0 }`,
  ];
  return { checked: [...all, ...asked], reachable: [`backend ${reachable}`, ...all] };
}
