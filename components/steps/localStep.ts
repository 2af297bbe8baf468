import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { combine } from "../combine.ts";

export interface LocalStepArgs extends Omit<local.CommandArgs, "interpreter" | "addPreviousOutputInEnv"> {
  /** The program whose environment variables the command gets (scripts/limited.sh); default `sh`, for docker. */
  readonly program?: "sh" | "node" | "aws";
}

/**
 * Runs a shell command on this computer, in the project's folder, with only the environment variables that it
 * needs: the plugin would pass on Pulumi's whole environment, including a passphrase and tokens.
 */
export function localStep(
  name: string,
  { program = "sh", ...args }: LocalStepArgs,
  options: pulumi.CustomResourceOptions,
): local.Command {
  return new local.Command(
    name,
    {
      ...args,
      ...(options.dependsOn === undefined ? {} : unlinked(args)),
      interpreter: ["/bin/sh", "components/steps/scripts/limited.sh", program],
      addPreviousOutputInEnv: false,
    },
    options,
  );
}

/**
 * Runs a shell command with Pulumi's whole environment, which a registry may need for a cloud's login. The command
 * itself limits the environment of its child processes.
 */
export function unlimitedStep(
  name: string,
  args: Omit<LocalStepArgs, "program">,
  options: pulumi.CustomResourceOptions,
): local.Command {
  return new local.Command(name, { ...args, addPreviousOutputInEnv: false }, options);
}

function unlinked(args: LocalStepArgs): local.CommandArgs {
  const { create, stdin, environment, delete: undo } = args;
  return {
    ...(create === undefined ? {} : { create: combine([create], text, { dependencies: "none" }) }),
    ...(undo === undefined ? {} : { delete: combine([undo], text, { dependencies: "real" }) }),
    ...(stdin === undefined ? {} : { stdin: combine([stdin], text, { dependencies: "none" }) }),
    ...(environment === undefined
      ? {}
      : { environment: combine([pulumi.output(environment)], (all) => all, { dependencies: "none" }) }),
  };
}

function text(same: string): string {
  return same;
}
