import type * as pulumi from "@pulumi/pulumi";
import { stepNames } from "../names.ts";
import { firstStep } from "../steps/firstStep.ts";
import type { StepHost } from "../steps/remoteStep.ts";
import { deadlines } from "../steps/times.ts";

export interface ManagerReadyGateArgs {
  readonly host: StepHost;
  /** A change means that the machine was replaced or changed. */
  readonly args: readonly pulumi.Input<string>[];
  /** The machine, and what must be done before anybody logs in. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Waits until a manager's machine is back in its swarm and no manager is missing, or there is no swarm yet;
 * only then may the next manager change. Has no undo: it only waits.
 */
export function managerReadyGate(
  node: string,
  { host, args, after }: ManagerReadyGateArgs,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const script = new URL("./scripts/managerReady.sh", import.meta.url);
  return firstStep(
    stepNames.ready.of(node),
    {
      machine: host,
      run: { scope: "ours-or-none", script, args, deadline: deadlines.managerReady },
    },
    { ...options, dependsOn: [...after] },
  );
}
