import { deploymentLimits } from "../../steps/times.ts";
import type { Deployment } from "../deployment.ts";
import { check, type Owner } from "./checks.ts";
import type { ReconnectingEngine } from "./engine.ts";
import { type Host, isSoon } from "./host.ts";
import { pauseAwayNodes, pauseLeavingNodes } from "./pausedNodes.ts";
import { Rollout } from "./rollout.ts";
import { createObjects, removeOldNetworks, removeSupersededObjects } from "./stackObjects.ts";
import { nodes } from "./stackQuery.ts";

export interface DeployOptions {
  /** Seconds until the services must have converged. */
  readonly timeout: number;
  /** Names of nodes that are Down and lack the images; default none. */
  readonly away?: readonly string[];
  /** Ids of the nodes in the settings, and names of the pools that scale; default: no node leaves. */
  readonly staying?: readonly string[];
}

/**
 * Deploys a stack, and waits until every service runs at its revision.
 */
export async function deploy(
  host: Host & { readonly engine: ReconnectingEngine },
  deployment: Deployment,
  owner: Owner,
  { timeout, away = [], staying = [] }: DeployOptions,
): Promise<void> {
  const { engine, now, say } = host;
  const { cluster } = owner;
  // After this the process has the stack's lock.
  await engine.get("/version");
  // A report and a rollback come after the timeout.
  engine.deadline = now() + timeout + deploymentLimits.end;
  await check(host, deployment, owner);
  await pauseAwayNodes(host, away);
  await pauseLeavingNodes(host, cluster, staying);
  await createObjects(host, deployment, cluster);
  await new Rollout(host, deployment, { cluster, staying, seconds: timeout }).run();
  engine.deadline = now() + deploymentLimits.end;
  // After a leader election every node is Unknown until it reports.
  const areKnown = () => nodes(engine).then((all) => all.every(({ Status }) => Status.State !== "unknown"));
  if (!(await isSoon(host, deploymentLimits.report, areKnown)))
    say("not all nodes have reported since the leader changed: npm run status");
  await removeSupersededObjects(host, deployment, cluster);
  await removeOldNetworks(host, deployment, cluster);
}
