import { distinctPorts, type NodePort } from "../../../entrypoint/entryPoint.ts";
import type { BalancedPort } from "./balancerConfiguration.ts";

/** The TCP ports of all stacks in the order of the settings; frontend ports count up from `firstFront`. */
export function balancedPorts(ports: readonly NodePort[], firstFront: number): BalancedPort[] {
  return distinctPorts(ports)
    .filter((port) => port.protocol === "tcp")
    .map((port, index) => ({ front: firstFront + index, node: port.published, http: port.http }));
}
