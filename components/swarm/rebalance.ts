import * as pulumi from "@pulumi/pulumi";
import { goingWith, type Machine, machineSetHash } from "../machines/machine.ts";
import { componentTypes } from "../names.ts";
import { remoteStep } from "../steps/remoteStep.ts";
import { deadlines } from "../steps/times.ts";

export interface RebalanceArgs {
  readonly seed: Machine;
  /** A change of the machine set, or of the nodes that take tasks, runs the step again. */
  readonly machines: readonly Machine[];
  /** Resources that must be done before. */
  readonly after: readonly pulumi.Resource[];
}

const script = new URL("./scripts/rebalance.sh", import.meta.url);

/** Rebalances running replicas over nodes that have joined: swarm itself leaves them where they are. */
export class Rebalance extends pulumi.ComponentResource {
  constructor(name: string, args: RebalanceArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.Rebalance, name, {}, options);
    const { seed, machines, after } = args;
    const active = machines.filter(({ availability = "active" }) => availability === "active");
    remoteStep(
      name,
      {
        machine: seed,
        run: {
          scope: "ours",
          script,
          args: ["spread", machineSetHash(active)],
          deadline: deadlines.rebalance,
        },
        progress: true,
      },
      { parent: this, dependsOn: [...after], ...goingWith(seed) },
    );
    this.registerOutputs();
  }
}
