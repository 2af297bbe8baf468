import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Machine } from "../../../machines/machine.ts";
import { stepNames } from "../../../names.ts";
import { localStep } from "../../../steps/localStep.ts";
import { quote } from "../../../steps/shell.ts";
import type { TargetWait } from "./targetWait.ts";

export interface TargetStepArgs {
  readonly region: string;
  readonly deregistrationDelay: number;
  readonly groups: readonly {
    readonly arn: pulumi.Output<string>;
    readonly port: number;
    readonly isEverywhere: boolean;
  }[];
}

const command = "node components/targets/aws/entryPoint/scripts/targets.ts";

/**
 * Its undo waits until the load balancer has finished the connections of a node: after the node is deregistered,
 * before it is drained or its machine replaced.
 */
export function deregistered(
  machine: Pick<Machine, "name" | "id">,
  member: pulumi.Resource,
  args: TargetStepArgs,
  options: pulumi.CustomResourceOptions & { readonly deletedWith: pulumi.Resource },
): pulumi.Resource {
  return localStep(
    stepNames.deregistered.of(machine.name),
    {
      program: "aws",
      create: ":",
      delete: pulumi.interpolate`${command} ${waitFor("left", [machine], args).apply(quote)}`,
      // The new machine is registered before the old one is deregistered; a manager's is deregistered first.
      triggers: [machine.id],
      logging: local.Logging.Stderr,
    },
    { ...options, dependsOn: member, deleteBeforeReplace: false },
  );
}

/** Waits until the load balancer uses all nodes; old ones are deregistered afterwards. Has no undo. */
export function served(
  name: string,
  machines: readonly Pick<Machine, "name" | "id">[],
  after: readonly pulumi.Resource[],
  args: TargetStepArgs,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  return localStep(
    stepNames.served.of(name),
    {
      program: "aws",
      create: command,
      stdin: waitFor("served", machines, args),
      logging: local.Logging.Stderr,
    },
    { ...options, dependsOn: [...after] },
  );
}

function waitFor(
  until: TargetWait["until"],
  machines: readonly Pick<Machine, "name" | "id">[],
  { region, deregistrationDelay: delay, groups }: TargetStepArgs,
): pulumi.Output<string> {
  const nodes = pulumi.all(machines.map(({ name, id }) => id.apply((known) => ({ name, id: known }))));
  const all = pulumi.all(groups.map(({ arn, ...group }) => arn.apply((known) => ({ arn: known, ...group }))));
  return pulumi
    .all([nodes, all])
    .apply(([nodes, groups]) => JSON.stringify({ region, until, nodes, groups, delay } satisfies TargetWait));
}
