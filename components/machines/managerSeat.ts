import type * as pulumi from "@pulumi/pulumi";
import { remoteStep, type StepHost } from "../remote/remoteStep.ts";

export interface ManagerSeatArgs {
  readonly host: StepHost;
  /** Another one of them is a machine that was replaced or changed. */
  readonly words: readonly pulumi.Input<string>[];
  readonly machine: pulumi.Resource;
}

/**
 * A manager's machine is back in its swarm and no manager is missing there, or there is no swarm yet: then the next
 * one may be touched. Nothing to undo: it only waits.
 */
export function managerSeat(
  node: string,
  { host, words, machine }: ManagerSeatArgs,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const script = new URL("./scripts/seat.sh", import.meta.url);
  return remoteStep(
    `${node}-seat`,
    { machine: host, run: { scope: "ours-or-none", script, words, deadline: 540 }, progress: true },
    { ...options, dependsOn: machine },
  );
}
