import { resourceTypes } from "../../components/names.ts";
import { clusterOf, readState, resourcesOf } from "../pulumi/state.ts";
import { nameOf } from "../pulumi/urn.ts";

/** The part of a stack's state that is about this computer's engine. */
export interface Recorded {
  /** Container ids. */
  readonly containers: ReadonlySet<string>;
  /** The cluster id; undefined before the first `up` and after a destroy. */
  readonly cluster: string | undefined;
  /** Names of resources that Pulumi refuses to delete. */
  readonly protected: readonly string[];
}

/**
 * Reads the part of a stack's state that is about this computer's engine; undefined if there is no such
 * stack.
 *
 * @param again the command that the hint names
 * @throws if the state cannot be read
 */
export function recordedContainers(stack: string, again: string): Recorded | undefined {
  const state = readState(stack, { again });
  if (!state) return undefined;
  const containers = resourcesOf(state, resourceTypes.container);
  return {
    containers: new Set(containers.flatMap(({ id }) => id ?? [])),
    cluster: clusterOf(state),
    protected: resourcesOf(state)
      .filter(({ protect }) => protect)
      .map(({ urn }) => nameOf(urn)),
  };
}
