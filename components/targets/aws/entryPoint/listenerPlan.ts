import { distinctPorts, type NodePort } from "../../../entrypoint/entryPoint.ts";
import type { Diagnostic } from "../../../input/diagnostic.ts";
import { DiagnosticPath, unlessAbandoned } from "../../../input/diagnosticPath.ts";
import type { AwsSettings } from "../settings/settings.ts";

/** Settings that decide where the published ports are served. */
export type ListenerSettings = Pick<AwsSettings["entryPoint"], "port" | "certificate">;

/** A listener of a network load balancer, and the port of the nodes behind it. */
export interface PlannedListener {
  readonly front: number;
  readonly protocol: "TCP" | "TLS" | "UDP" | "TCP_UDP";
  /** Port that a service publishes on the nodes. */
  readonly node: number;
  /** True if every node serves it; default false. */
  readonly everywhere?: boolean;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html */
const mostListeners = 50;

/**
 * The first published port is served at the port in the settings, the others at their own numbers.
 *
 * Each number is one listener, whatever the protocol; TCP and UDP of a node port share it.
 */
export function listenerPlan(ports: readonly NodePort[], settings: ListenerSettings): PlannedListener[] {
  const listeners: PlannedListener[] = [];
  for (const [index, port] of distinctPorts(ports).entries()) {
    const wanted: PlannedListener = {
      front: index === 0 ? firstFront(port, settings) : port.published,
      protocol: protocolOf(port, settings),
      node: port.published,
      ...(port.everywhere ? { everywhere: true } : {}),
    };
    const twin = listeners.findIndex((listener) => areOne(listener, wanted));
    if (twin >= 0) listeners[twin] = { ...wanted, protocol: "TCP_UDP" };
    else listeners.push(wanted);
  }
  return listeners;
}

/** `https://shop.example.com`, the URL of the first published port. */
export function frontUrl(ports: readonly NodePort[], settings: ListenerSettings, host: string): string {
  const [first] = distinctPorts(ports);
  if (!first) return "";
  const scheme = schemeOf(first, settings);
  const front = firstFront(first, settings);
  return `${scheme}://${host}${front === defaultPorts[scheme] ? "" : `:${front}`}`;
}

/** Reports published ports that cannot be served together. */
export function checkListeners(ports: readonly NodePort[], settings: ListenerSettings): Diagnostic[] {
  const path = DiagnosticPath.top("swarm:");
  // TCP and UDP can share a listener.
  if (ports.length > 2 * mostListeners) refuseListeners(ports.length, path);
  else unlessAbandoned(() => checkPlan(listenerPlan(ports, settings), path));
  return path.diagnostics;
}

function checkPlan(listeners: readonly PlannedListener[], path: DiagnosticPath): void {
  const entryPoint = path.at("aws").at("entryPoint");
  for (const [index, listener] of listeners.entries()) {
    const earlier = listeners.slice(0, index).find(({ front }) => front === listener.front);
    if (!earlier) continue;
    const both = `${nameOf(earlier)} and ${nameOf(listener)} would both be served at ${listener.front}`;
    if (earlier.node !== listener.node)
      entryPoint
        .at("port")
        .error(
          `the published ports ${both}`,
          "set swarm:aws.entryPoint.port to a number that no service publishes, or publish another port",
        );
    else
      entryPoint
        .at("certificate")
        .error(
          `the published ports ${both}, where a network load balancer cannot have both TLS and UDP`,
          "publish one of the two as another port",
        );
  }
  if (listeners.length > mostListeners) refuseListeners(listeners.length, path);
}

function refuseListeners(count: number, path: DiagnosticPath): void {
  path
    .at("stacks")
    .error(
      `publish ${count} ports, but a network load balancer has ${mostListeners} listeners at most`,
      "publish fewer, for example one port of a proxy in front of the services",
    );
}

const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443 };

function schemeOf({ protocol, http }: NodePort, { certificate }: ListenerSettings): string {
  if (protocol === "udp" || !http) return protocol;
  return certificate === undefined ? "http" : "https";
}

function firstFront(first: NodePort, settings: ListenerSettings): number {
  return settings.port ?? (schemeOf(first, settings) === "https" ? 443 : first.published);
}

function protocolOf(port: NodePort, settings: ListenerSettings): PlannedListener["protocol"] {
  if (schemeOf(port, settings) === "https") return "TLS";
  return port.protocol === "tcp" ? "TCP" : "UDP";
}

function areOne(one: PlannedListener, other: PlannedListener): boolean {
  return (
    one.front === other.front &&
    one.node === other.node &&
    [one.protocol, other.protocol].sort().join(" ") === "TCP UDP"
  );
}

/** `443/udp`, the compose syntax. */
function nameOf({ node, protocol }: PlannedListener): string {
  return `${node}/${{ TCP: "tcp", TLS: "tcp", UDP: "udp", TCP_UDP: "tcp and udp" }[protocol]}`;
}
