import type { Connection } from "../../steps/connection.ts";
import type { Deployment } from "../deployment.ts";

/** Standard input of deployStack.ts; secret. */
export interface DeployerInput {
  readonly connection: Connection;
  /** Name of the seed. */
  readonly node: string;
  /** Scope, cluster and the swarm to adopt, as for each step (steps/scripts/owner.sh). */
  readonly owner: readonly [scope: string, cluster: string, adopt: string];
  /** Names of the nodes that are Down and whose machines do not answer. */
  readonly away: readonly string[];
  /** Ids of the nodes in the settings, and names of the pools that scale; other nodes of this cluster leave after the deployment. */
  readonly staying: readonly string[];
  readonly deployment: Deployment;
  /** Not read: another set of machines, or another attempt, runs the step again. */
  readonly machines: string;
  readonly attempt: string;
}
