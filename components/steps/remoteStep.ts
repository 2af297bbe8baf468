import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { type CombineOptions, combine } from "../combine.ts";
import type { Connection } from "./connection.ts";
import { markedOutput } from "./markedOutput.ts";
import type { Payload } from "./payload.ts";
import { RemoteCommand } from "./remoteCommand.ts";
import { storedScript } from "./script.ts";
import { loginCommand, type ScriptCall, storedCommand, storedUndo, withTrigger } from "./shell.ts";
import { deadlines, dialLimits } from "./times.ts";

/**
 * The swarm in which the machine must be for a script to run (scripts/owner.sh): `ours-or-none` also allows
 * none, `undo` does nothing elsewhere, `any` is for scripts that only wait or read.
 */
export type SwarmScope = "any" | "ours-or-none" | "ours" | "undo";

/** A machine that a step runs on. */
export interface StepHost {
  readonly connection: pulumi.Input<Connection>;
  readonly cluster: ClusterOwner;
}

/** The cluster that a machine belongs to, or joins. */
export interface ClusterOwner {
  readonly id: pulumi.Input<string>;
  /** Id of the swarm to adopt; empty if the settings name none, undefined if the target cannot adopt one. */
  readonly adopt?: string | undefined;
}

/** The first arguments of every script, which owner.sh reads. */
export function ownerArgs(scope: SwarmScope, { id, adopt }: ClusterOwner): pulumi.Input<string>[] {
  return [scope, id, adopt === "" ? "-" : (adopt ?? "")];
}

/** One run of a script with its arguments. */
export interface ScriptRun {
  readonly scope: SwarmScope;
  /** The `.sh` file; it names the files whose functions it uses (script.ts). */
  readonly script: URL;
  readonly args: readonly pulumi.Input<string>[];
  /** Seconds; default 120 (times.ts). */
  readonly deadline?: number;
}

/** The inverse of a step. */
export interface ScriptUndo extends ScriptRun {
  /** True for the last undo on a machine that stays: it also removes the scripts; default false. */
  readonly isLast?: boolean;
}

export interface RemoteStepArgs {
  readonly machine: StepHost;
  /** A script, or only a login as root to the machine with this id. */
  readonly run: ScriptRun | { readonly login: string };
  /** The inverse; Pulumi runs it when it deletes the step. */
  readonly undo?: ScriptUndo;
  /** Standard input of the script; always secret. */
  readonly payload?: pulumi.Input<Payload>;
  /** A change runs the step again; empty means none. */
  readonly rerunTrigger?: pulumi.Input<string>;
  /** A change replaces the step: the new one runs before the old one is undone. */
  readonly triggers?: pulumi.Input<string>[];
  /** True if standard output is secret; default false. */
  readonly secretOutput?: boolean;
  /** True: show the script's messages while it runs; default false. */
  readonly progress?: boolean;
}

/**
 * One idempotent step on a machine; all remote commands are created here.
 *
 * The machine stores the script (preflight/machineCheck.ts), so the state holds only its name, and a step runs
 * again only when its own script changes. A payload arrives on standard input: messages and the process list
 * show only the step's arguments.
 */
export function remoteStep(
  name: string,
  args: RemoteStepArgs,
  options: pulumi.CustomResourceOptions,
): RemoteCommand {
  const { cluster, connection } = args.machine;
  // Without `dependsOn`, only the values say what the step waits for.
  const isOrdered = options.dependsOn !== undefined;
  const dependencies = isOrdered ? "none" : "all";
  // The connection is secret as a whole, and with it the user's name; a command's arguments never are.
  const isRoot = combine([connection], ({ user }) => user === "root", { isSecret: false });
  const text = (
    run: ScriptRun,
    write: (call: ScriptCall) => string,
    rerunTrigger: pulumi.Input<string> = "",
    kept: CombineOptions["dependencies"] = "all",
  ) => {
    const { deadline = deadlines.step } = run;
    return combine(
      [isRoot, rerunTrigger, ...ownerArgs(run.scope, cluster), ...run.args],
      (root, trigger, ...args) =>
        withTrigger(write({ name: `swarm-${name}`, args, deadline, root }), trigger),
      { dependencies: kept },
    );
  };
  const { run, undo } = args;
  const create =
    "login" in run
      ? combine(
          [isRoot, args.rerunTrigger ?? ""],
          (root, trigger) => withTrigger(loginCommand(run.login, root), trigger),
          { dependencies },
        )
      : text(
          run,
          (call) => storedCommand(storedScript(run.script).id, call),
          args.rerunTrigger,
          dependencies,
        );
  return new RemoteCommand(
    name,
    {
      connection: combine(
        [connection],
        ({ proxy, ...known }) => ({
          ...known,
          ...dialLimits,
          ...(proxy ? { proxy: { ...proxy, ...dialLimits } } : {}),
        }),
        { isSecret: true, dependencies },
      ),
      create,
      ...(undo
        ? {
            delete: text(
              undo,
              (call) => storedUndo(storedScript(undo.script).id, { ...call, isLast: undo.isLast === true }),
              "",
              isOrdered ? "real" : "all",
            ),
          }
        : {}),
      ...(args.payload === undefined
        ? {}
        : { stdin: combine([args.payload], (payload) => payload, { isSecret: true, dependencies }) }),
      ...(args.triggers ? { triggers: args.triggers } : {}),
      logging: args.progress ? remote.Logging.Stderr : remote.Logging.None,
      addPreviousOutputInEnv: false,
    },
    pulumi.mergeOptions(options, {
      customTimeouts: timeouts(args),
      additionalSecretOutputs: args.secretOutput ? ["stdout", "stderr"] : [],
    }) as pulumi.CustomResourceOptions,
  );
}

/**
 * The output of a step's script (`output` in scripts/prelude.sh), without anything else that the machine
 * printed. Secret only if the step's output is.
 *
 * @param read checks it, and may change it
 */
export function stepOutput(step: { readonly stdout: pulumi.Output<string> }): pulumi.Output<string>;
export function stepOutput<T>(
  step: { readonly stdout: pulumi.Output<string> },
  read: (text: string) => T,
): pulumi.Output<T>;
export function stepOutput<T>(
  step: { readonly stdout: pulumi.Output<string> },
  read: (text: string) => T | string = (text) => text,
): pulumi.Output<T | string> {
  // The plugin marks all outputs secret because the connection is.
  return combine([step.stdout], (stdout) => read(markedOutput(stdout)), { isSecret: false });
}

/** A machine that hangs during a step cannot report the step's own deadline, so Pulumi needs one, too. */
function timeouts({ run, undo }: RemoteStepArgs): pulumi.CustomTimeouts {
  const limit = (step: RemoteStepArgs["run"]) => {
    const { deadline = deadlines.step } = "script" in step ? step : {};
    return `${deadline + deadlines.connect}s`;
  };
  return { create: limit(run), update: limit(run), ...(undo ? { delete: limit(undo) } : {}) };
}
