import type { ComposeDocument, ServiceDocument } from "../compose/document.ts";
import type { DeployDocument } from "../compose/schema/deploySchema.ts";
import { completionModeOf } from "./completionMode.ts";

type Settings = Readonly<Record<string, unknown>>;

/**
 * By default a new task starts before the old one stops, and a failed update rolls back in the same order.
 * The deployer judges tasks that end by themselves.
 */
export function updateDefaults(service: ServiceDocument, document: ComposeDocument): DeployDocument {
  const { mode = "replicated", update_config, rollback_config } = service.deploy ?? {};
  if (mode.endsWith("-job")) return {};
  // During an update swarm treats any task that ends as failed, even with exit code 0.
  if (completionModeOf(service).ends !== "never")
    return { update_config: { failure_action: "continue", ...update_config } };
  const order: Settings = isAlone(service, document) ? {} : { order: "start-first" };
  const saysNeither = update_config?.order === undefined && rollback_config?.order === undefined;
  const rollback: Settings = { ...(saysNeither ? order : {}), ...rollback_config };
  return {
    update_config: { ...order, failure_action: "rollback", ...update_config },
    ...(Object.keys(rollback).length > 0 ? { rollback_config: rollback } : {}),
  };
}

/** Two tasks cannot run side by side if they share ports of a host or a volume, or run once per node. */
function isAlone(service: ServiceDocument, document: ComposeDocument): boolean {
  const { mode, placement } = service.deploy ?? {};
  const { ports = [], volumes = [], networks = {} } = service;
  return (
    mode === "global" ||
    placement?.max_replicas_per_node !== undefined ||
    ports.some((port) => port.mode === "host") ||
    Object.keys(networks).some((key) => isHostNetwork(key, document)) ||
    volumes.some(({ type, read_only }) => type !== "tmpfs" && !read_only)
  );
}

/** A node's own network, where every port of a task is a port of the node. */
function isHostNetwork(key: string, { networks }: ComposeDocument): boolean {
  const { external, name = key } = (Object.hasOwn(networks, key) ? networks[key] : undefined) ?? {};
  return external === true && name === "host";
}
