import { componentTypes, stepNames } from "../../components/names.ts";
import type { Connection } from "../../components/steps/connection.ts";

/** A node of a deployed stack, and its connection. */
export interface DeployedNode {
  readonly name: string;
  readonly connection: Connection;
}

/** The cluster that a deployed stack's state describes. */
export interface DeployedCluster {
  /** The cluster id; empty if the state has none. */
  readonly cluster: string;
  /** Nodes with `acceptDown` in the settings. */
  readonly accepted: readonly string[];
  /** The seed comes first. */
  readonly nodes: readonly DeployedNode[];
  readonly endpoint: string;
}

/** A resource as `pulumi stack export --show-secrets` prints it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly parent?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
}

export interface StateFile {
  readonly deployment: { readonly resources?: readonly StateResource[] };
}

/**
 * The nodes in a state, with the connections of their steps.
 *
 * The step that joins a node runs on that node; the seed is the machine that created the swarm.
 */
export function readCluster(state: StateFile): DeployedCluster {
  const resources = state.deployment.resources ?? [];
  const stack = resources.find((resource) => resource.type === "pulumi:pulumi:Stack");
  const commands = resources.filter((resource) => resource.type === "command:remote:Command");
  const joined = commands
    .filter((command) => stepNames.join.isOf(nameOf(command)))
    .map((command) => ({
      name: stepNames.join.ownerOf(nameOf(command)),
      connection: connectionOf(command),
    }));
  const bootstrap = commands.find((command) => stepNames.bootstrap.isOf(nameOf(command)));
  const names = new Set(joined.map((node) => node.name));
  const seedName = resources
    .filter((resource) => resource.type === componentTypes.SwarmNode)
    .map(nameOf)
    .find((name) => !names.has(name));
  const seed = bootstrap && seedName ? [{ name: seedName, connection: connectionOf(bootstrap) }] : [];
  return {
    cluster: clusterOf(state) ?? "",
    accepted: acceptedIn(commands),
    nodes: [...seed, ...joined],
    endpoint: String(plain(stack?.outputs?.endpoint) ?? ""),
  };
}

/** The step that waits until all nodes are Ready takes them as arguments. */
function acceptedIn(commands: readonly StateResource[]): string[] {
  const ready = commands.find((command) => nameOf(command).endsWith("-ready"));
  const text = String(plain(ready?.inputs?.create) ?? "");
  return [...text.matchAll(/([a-z0-9-]{1,63})=[a-z0-9]{25}=down\b/g)].map(([, name = ""]) => name);
}

/** The cluster id; undefined before the first `up` and after a destroy. */
export function clusterOf({ deployment }: StateFile): string | undefined {
  const identity = deployment.resources?.find(({ urn }) =>
    urn.includes(`${componentTypes.ClusterIdentity}$pulumi:index:Stash::`),
  );
  const id = plain(identity?.outputs?.output);
  return typeof id === "string" ? id : undefined;
}

export function nameOf(resource: StateResource): string {
  return resource.urn.slice(resource.urn.lastIndexOf("::") + 2);
}

/** The connection of a step; the state must have its secrets in clear. */
export function connectionOf(command: StateResource): Connection {
  const known = plain(command.inputs?.connection) as Connection;
  return { ...known, port: Number(known.port) };
}

/** A secret is an object with its value as JSON text; it can be nested in another value. */
export function plain(value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  if ("plaintext" in value) return plain(JSON.parse(String(value.plaintext)));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
