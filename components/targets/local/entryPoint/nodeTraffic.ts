import { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { combine } from "../../../combine.ts";
import type { Machine } from "../../../machines/machine.ts";
import { stepNames } from "../../../names.ts";
import { changingScript, localScript } from "../../../steps/localScript.ts";
import { localStep } from "../../../steps/localStep.ts";
import { trafficWaits } from "../../../steps/times.ts";

export interface NodeTrafficArgs {
  /** Name of the load balancer's container. */
  readonly balancer: string;
  readonly machine: Pick<Machine, "name" | "id" | "availability" | "cluster">;
  /** The finished membership; undefined for a node on drain, which is closed before it is drained. */
  readonly member: pulumi.Resource | undefined;
  /** The steps of the previous node. */
  readonly after: readonly pulumi.Resource[];
}

const script = new URL("./scripts/nodeTraffic.sh", import.meta.url);
const closingWaits = Object.values(trafficWaits).map(String);

/** Opens the load balancer for a node when it is a member, and closes it just before the node is drained. */
export function nodeTraffic(
  { balancer, machine, member, after }: NodeTrafficArgs,
  options: pulumi.CustomResourceOptions & { deletedWith: pulumi.Resource },
): local.Command {
  const command = (verb: "open" | "close", write: (args: readonly string[]) => string) =>
    combine([machine.cluster.id, machine.id], (cluster, id) =>
      write([verb, balancer, cluster, id, ...(verb === "close" ? closingWaits : [])]),
    );
  return localStep(
    stepNames.traffic.of(machine.name),
    {
      create: command(member ? "open" : "close", (args) => changingScript(args, script)),
      delete: command("close", (args) => localScript(script, args)),
      // The new worker machine is opened before the old one is closed.
      triggers: [machine.id],
      logging: local.Logging.None,
    },
    {
      ...options,
      dependsOn: [options.deletedWith, ...(member ? [member] : []), ...after],
      deleteBeforeReplace: false,
    },
  );
}
