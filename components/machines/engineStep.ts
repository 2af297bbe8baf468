import { readFileSync } from "node:fs";
import { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { withoutComments } from "../remote/script.ts";
import { quote } from "../remote/shell.ts";

export interface EngineStepArgs {
  /** The `.sh` file; it understands the verbs `make` and `remove`. */
  readonly script: URL;
  readonly words: readonly string[];
  /** Of `remove`; default: those of `make`. */
  readonly undoWords?: readonly string[];
  /** True makes it again: it is known to be gone. */
  readonly missing?: boolean;
}

/**
 * A network or a volume of this computer's engine.
 *
 * Not `docker.Network` and `docker.Volume`: these wait two seconds at each creation, refresh and deletion
 * (docs/adr/0004-networks-and-volumes-by-command.md).
 */
export function engineStep(
  name: string,
  args: EngineStepArgs,
  options: pulumi.CustomResourceOptions,
): local.Command {
  const command = (verb: string, words: readonly string[]) =>
    `sh -s ${[verb, ...words].map(quote).join(" ")}`;
  const missing = args.missing ?? false;
  return new local.Command(
    name,
    {
      create: command("make", args.words),
      delete: command("remove", args.undoWords ?? args.words),
      stdin: withoutComments(readFileSync(args.script, "utf8")),
      // The command has no refresh of its own: a new time runs it again.
      environment: { MISSED: new Date().toISOString() },
      logging: local.Logging.None,
      addPreviousOutputInEnv: false,
    },
    { ...options, ignoreChanges: missing ? [] : ["environment"] },
  );
}
