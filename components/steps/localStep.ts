import { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { variablesOf } from "../process/childEnvironment.mjs";

export interface LocalStepArgs extends Omit<local.CommandArgs, "interpreter" | "addPreviousOutputInEnv"> {
  /** The program whose environment variables the command gets; default `sh`, which includes docker's. */
  readonly program?: string;
}

/**
 * Runs a shell command on this computer with only the environment variables that it needs.
 *
 * The plugin would pass on Pulumi's whole environment, including a passphrase and tokens. The interpreter is
 * part of the resource, so Pulumi can still run the undo after files have moved.
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
      interpreter: ["/bin/sh", "-c", limitedTo(program), "swarm-limited"],
      addPreviousOutputInEnv: false,
    },
    options,
  );
}

/** A script that runs the shell command in its first argument without all other variables. */
function limitedTo(program: string): string {
  const kept = variablesOf(program).join("|");
  return `for name in $(env | sed -n 's/^\\([A-Za-z_][A-Za-z0-9_]*\\)=.*/\\1/p'); do case $name in ${kept}) ;; *) unset "$name" ;; esac; done; exec /bin/sh -c "$1"`;
}
