import { mapValues } from "../../components/input/mapping.ts";
import { componentTypes } from "../../components/names.ts";
import type { Connection } from "../../components/steps/connection.ts";
import { queryPulumi } from "./query.ts";

/** A resource as `pulumi stack export` prints it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  /** False for a component. */
  readonly custom?: boolean;
  readonly id?: string;
  readonly parent?: string;
  /** Pulumi refuses to delete it. */
  readonly protect?: boolean;
  readonly dependencies?: readonly string[];
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
}

/** An operation that was in progress when Pulumi was killed. */
export interface PendingOperation {
  /** `creating`, `updating`, `deleting`, … */
  readonly type: string;
  readonly resource: StateResource;
}

/** The output of `pulumi stack export`. */
export interface StateFile {
  readonly deployment: {
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly PendingOperation[];
  };
}

interface StateOptions {
  /** True decrypts the secrets in it. */
  readonly showSecrets?: boolean;
  /** The folder of Pulumi.yaml. */
  readonly root?: string;
  /** The command that the hint names. */
  readonly again?: string;
}

/**
 * The state of a stack; undefined if there is no such stack.
 *
 * @throws if it cannot be read: an unreadable state is not an empty one
 */
export function readState(
  stack: string,
  { showSecrets = false, root, again = "the command" }: StateOptions = {},
): StateFile | undefined {
  const args = ["stack", "export", ...(showSecrets ? ["--show-secrets"] : [])];
  const { output, failure, isMissing } = queryPulumi(args, stack, root === undefined ? {} : { root });
  if (failure === undefined) return JSON.parse(output) as StateFile;
  if (isMissing) return undefined;
  throw new Error(
    `the state of stack ${stack} cannot be read: ${failure}\n  → nothing was changed; fix that, then run ${again} again`,
  );
}

/** @throws if it cannot be written; it is unchanged then */
export function writeState(stack: string, state: StateFile, again: string): void {
  const { failure } = queryPulumi(["stack", "import"], stack, { input: JSON.stringify(state) });
  if (failure !== undefined)
    throw new Error(
      `the state of stack ${stack} cannot be written: ${failure}\n  → nothing was changed; fix that, then run ${again} again`,
    );
}

/**
 * Removes the pending operations from a stack's state; the next run checks each resource itself.
 *
 * @throws if the state cannot be read or written; it is unchanged then
 */
export function clearPendingOperations(stack: string): readonly PendingOperation[] {
  const again = "npm run unlock";
  const state = readState(stack, { again });
  const { pending_operations: pending = [], ...deployment } = state?.deployment ?? {};
  if (pending.length > 0) writeState(stack, { ...state, deployment }, again);
  return pending;
}

/** The resources of a state; with a type, only those. */
export function resourcesOf({ deployment }: StateFile, type?: string): StateResource[] {
  return (deployment.resources ?? []).filter((resource) => type === undefined || resource.type === type);
}

/** The cluster id; undefined before the first `up` and after a destroy. */
export function clusterOf(state: StateFile): string | undefined {
  const identity = resourcesOf(state).find(({ urn }) =>
    urn.includes(`${componentTypes.ClusterIdentity}$pulumi:index:Stash::`),
  );
  const id = plain(identity?.outputs?.output);
  return typeof id === "string" ? id : undefined;
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
  return mapValues(value as Record<string, unknown>, plain);
}
