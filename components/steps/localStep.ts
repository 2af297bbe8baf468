import { readFileSync } from "node:fs";
import { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { variablesOf } from "../process/childEnvironment.mjs";
import { withoutComments } from "./script.ts";

export type LocalStepArgs = Omit<local.CommandArgs, "interpreter" | "addPreviousOutputInEnv">;

const limited = withoutComments(readFileSync(new URL("./scripts/limited.sh", import.meta.url), "utf8"));

/**
 * Runs a shell command on this computer with only the environment variables that it needs.
 *
 * The plugin would pass on Pulumi's whole environment, including a passphrase and tokens. The script is part
 * of the resource, so Pulumi can still run the undo after the file has moved.
 */
export function localStep(
  name: string,
  args: LocalStepArgs,
  options: pulumi.CustomResourceOptions,
): local.Command {
  return new local.Command(
    name,
    {
      ...args,
      interpreter: ["/bin/sh", "-c", limited, "swarm-limited", variablesOf("sh").join(" ")],
      addPreviousOutputInEnv: false,
    },
    options,
  );
}
