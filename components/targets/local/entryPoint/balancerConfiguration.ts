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

/**
 * Docker's DNS server answers at once, so HAProxy finds a new machine within half a second.
 *
 * Keepalive closes a connection to a machine that is gone, which would hang. HAProxy's own way, `on-marked-down
 * shutdown-sessions`, also hits a service that is busy for a second, and leaves connections open that it was still
 * making: https://github.com/haproxy/haproxy/commit/51611a5b702e6dbf2e5ac56cbcef211326414282
 */
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
  option srvtcpka
  srvtcpka-idle 2s
  srvtcpka-intvl 1s
  srvtcpka-cnt 3
  default-server inter 500ms fastinter 200ms downinter 200ms fall 2 rise 1
`;

/**
 * Keepalive sends no probes while data waits for an acknowledgement: with this setting of its container, a
 * connection ends about 6 s after its machine, not 15 minutes. https://docs.kernel.org/networking/ip-sysctl.html
 */
export const balancerKernelSettings = { "net.ipv4.tcp_retries2": "4" };

/**
 * A busy service or a slow page must still be served: if no machine passes its check, requests go to those that
 * accept a connection within five seconds. Others may have no task, and refuse it.
 */
function section(port: BalancedPort, alias: string): string {
  const name = `port-${port.front}`;
  const reachable = `${name}-reachable`;
  const { traffic, checks } = port.http ? httpLines : tcpLines;
  const machines = [
    `  server-template machine 64 ${alias}:${port.node} check resolvers docker init-addr none`,
    "",
  ];
  return [
    `listen ${name}`,
    `  bind :${port.front}`,
    ...traffic,
    ...checks,
    `  use_backend ${reachable} if { nbsrv eq 0 }`,
    ...machines,
    `backend ${reachable}`,
    ...traffic,
    "  timeout check 5s",
    ...machines,
  ].join("\n");
}

const tcpLines = { traffic: ["  mode tcp", "  balance leastconn"], checks: [] };

const httpLines = {
  traffic: [
    "  mode http",
    "  balance roundrobin",
    "  option forwardfor",
    // Retry only requests without side effects.
    "  http-request disable-l7-retry unless METH_GET",
    "  retry-on conn-failure empty-response junk-response 502 503 504",
  ],
  checks: ["  option httpchk GET /", "  http-check expect status 200-499"],
};
