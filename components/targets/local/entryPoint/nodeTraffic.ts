import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Machine } from "../../../machines/machine.ts";
import { labelNames, stepNames } from "../../../names.ts";
import { localStep } from "../../../steps/localStep.ts";
import { quote } from "../../../steps/shell.ts";
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

const closingWaits = Object.values(trafficWaits)
  .map((seconds) => ` ${seconds}`)
  .join("");

/** Opens the load balancer for a node when it is a member, and closes it just before the node is drained. */
export function nodeTraffic(
  { balancer, machine, member, after }: NodeTrafficArgs,
  options: pulumi.CustomResourceOptions & { deletedWith: pulumi.Resource },
): local.Command {
  // Skip stopped containers. A machine's address may change with a restart.
  const running = (what: string, container: pulumi.Input<string>) =>
    pulumi.interpolate`$(docker inspect --format '{{if .State.Running}}${what}{{end}}' ${container} 2>/dev/null)`;
  // A container of that name may belong to another cluster.
  const isThere = pulumi
    .output(machine.cluster.id)
    .apply(
      (cluster) =>
        `$(docker inspect --format '{{if .State.Running}}{{if eq (index .Config.Labels "${labelNames.cluster}") "${cluster}"}}yes{{end}}{{end}}' ${quote(balancer)} 2>/dev/null)`,
    );
  const address = running("{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", machine.id);
  const text = (verb: "open" | "close") =>
    pulumi.interpolate`address=${address}; balancer=${isThere}; [ -n "$address" ] && [ -n "$balancer" ] || exit 0; docker exec ${quote(balancer)} sh /usr/local/lib/swarm/traffic.sh ${verb} "$address" ${machine.id}${verb === "close" ? closingWaits : ""}`;
  return localStep(
    stepNames.traffic.of(machine.name),
    {
      create: text(member ? "open" : "close"),
      delete: text("close"),
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
