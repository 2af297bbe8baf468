import { readFileSync } from "node:fs";
import { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { variablesOf } from "../process/childEnvironment.mjs";
import { withoutComments } from "./script.ts";

export type LocalStepArgs = Omit<local.CommandArgs, "interpreter" | "addPreviousOutputInEnv">;

const limited = withoutComments(readFileSync(new URL("./scripts/limited.sh", import.meta.url), "utf8"));

/**
 * A shell command on this computer that gets only the part of the environment that it needs.
 *
 * The plugin would hand on all that Pulumi has, a passphrase and tokens among it. The script is part of the resource:
 * what the state holds can be undone when the file has moved.
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
