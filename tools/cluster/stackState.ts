import type { Connection } from "../../components/steps/connection.ts";

/** A node of a deployed stack and how to reach it. */
export interface DeployedNode {
  readonly name: string;
  readonly connection: Connection;
}

/** What a deployed stack's state tells about the cluster. */
export interface DeployedCluster {
  /** Id of the cluster; empty where the state has none. */
  readonly cluster: string;
  /** Nodes that the settings accept to be Down. */
  readonly accepted: readonly string[];
  /** The seed first. */
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
 * The nodes that a state knows, with the connections its steps used.
 *
 * The step that joined a node ran on it; the seed is where the swarm was made.
 */
export function readCluster(state: StateFile): DeployedCluster {
  const resources = state.deployment.resources ?? [];
  const stack = resources.find((resource) => resource.type === "pulumi:pulumi:Stack");
  const commands = resources.filter((resource) => resource.type === "command:remote:Command");
  const joined = commands
    .filter((command) => nameOf(command).endsWith("-join"))
    .map((command) => ({
      name: nameOf(command).slice(0, -"-join".length),
      connection: connectionOf(command),
    }));
  const bootstrap = commands.find((command) => nameOf(command).endsWith("-bootstrap"));
  const names = new Set(joined.map((node) => node.name));
  const seedName = resources
    .filter((resource) => resource.type === "swarm:index:SwarmNode")
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

/** The step that waits until all nodes are Ready has them among its arguments. */
function acceptedIn(commands: readonly StateResource[]): string[] {
  const ready = commands.find((command) => nameOf(command).endsWith("-ready"));
  const text = String(plain(ready?.inputs?.create) ?? "");
  return [...text.matchAll(/([a-z0-9-]{1,63})=[a-z0-9]{25}=down\b/g)].map(([, name = ""]) => name);
}

/** The cluster's id; undefined before the first `up` and after a destroy. */
export function clusterOf({ deployment }: StateFile): string | undefined {
  const identity = deployment.resources?.find(({ urn }) =>
    urn.includes("swarm:index:ClusterIdentity$pulumi:index:Stash::"),
  );
  const id = plain(identity?.outputs?.output);
  return typeof id === "string" ? id : undefined;
}

export function nameOf(resource: StateResource): string {
  return resource.urn.slice(resource.urn.lastIndexOf("::") + 2);
}

/** How the machine of a step is reached; the state must show its secrets. */
export function connectionOf(command: StateResource): Connection {
  const known = plain(command.inputs?.connection) as Connection;
  return { ...known, port: Number(known.port) };
}

/** A secret is an object that carries its value as JSON text; it may be a value inside another one. */
export function plain(value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  if ("plaintext" in value) return plain(JSON.parse(String(value.plaintext)));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
