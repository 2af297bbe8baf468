import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./connection.ts";
import { markedOutput } from "./markedOutput.ts";
import type { Payload } from "./payload.ts";
import { payloadFunctions, stepScript } from "./script.ts";
import { scriptCommand } from "./shell.ts";

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

/** One run of a script with its arguments. */
export interface ScriptRun {
  readonly scope: SwarmScope;
  /** The `.sh` file. */
  readonly script: URL;
  /** Script files with functions that it uses. */
  readonly functions?: readonly URL[];
  readonly args: readonly pulumi.Input<string>[];
  /** Seconds; default 120. */
  readonly deadline?: number;
}

export interface RemoteStepArgs {
  readonly machine: StepHost;
  readonly run: ScriptRun;
  /** The inverse; Pulumi runs it when it deletes the step. */
  readonly undo?: ScriptRun;
  /** Standard input of the script; always secret. */
  readonly payload?: pulumi.Input<Payload>;
  /** Rerun trigger: a change runs the step again; empty means none. */
  readonly again?: pulumi.Input<string>;
  /** A change replaces the step: the new one runs before the old one is undone. */
  readonly triggers?: pulumi.Input<string>[];
  /** True if standard output is secret; default false. */
  readonly secretOutput?: boolean;
  /** True: show the script's messages while it runs; default false. */
  readonly progress?: boolean;
  /** True if the machine may be booting for the first time; default false. */
  readonly firstBoot?: boolean;
}

const defaultDeadline = 120;
/** Gives up on a silent machine after three and a half minutes, and sooner on one that refuses. */
const dialTimeouts = { dialErrorLimit: 15, perDialTimeout: 10 };
/** Retries refused connections for about three minutes, and a machine without a network for eleven. */
const bootDialTimeouts = { ...dialTimeouts, dialErrorLimit: 45 };
/** Seconds to connect, including the proxy. */
const dialing = { running: 240, booting: 900 };

/**
 * One idempotent step on a machine; all remote commands are created here.
 *
 * Script and payload arrive on standard input: messages and the process list show only the step's arguments.
 */
export function remoteStep(
  name: string,
  args: RemoteStepArgs,
  options: pulumi.CustomResourceOptions,
): remote.Command {
  const { cluster } = args.machine;
  const connection = pulumi.output(args.machine.connection);
  const dial = args.firstBoot ? bootDialTimeouts : dialTimeouts;
  const reading = args.payload === undefined ? [] : [payloadFunctions];
  const script = stepScript(...reading, ...(args.run.functions ?? []), args.run.script);
  const undoScript =
    args.undo && args.undo.script.href !== args.run.script.href
      ? stepScript(...(args.undo.functions ?? []), args.undo.script)
      : "";
  const [size, undoSize] = [Buffer.byteLength(script), Buffer.byteLength(undoScript)];
  const text = (run: ScriptRun, bytes: { before: number; script: number; after: number }) => {
    const owner = [run.scope, cluster.id, cluster.adopt === "" ? "-" : (cluster.adopt ?? "")];
    const command = pulumi.all([pulumi.all([...owner, ...run.args]), connection]).apply(([args, { user }]) =>
      scriptCommand({
        name: `swarm-${name}`,
        bytes,
        args,
        deadline: run.deadline ?? defaultDeadline,
        root: user === "root",
      }),
    );
    // The connection is secret as a whole, and with it the user's name; a command's arguments never are.
    return pulumi.unsecret(command);
  };
  const forRun = { before: 0, script: size, after: undoSize };
  const forUndo = undoScript ? { before: size, script: undoSize, after: 0 } : forRun;
  return new remote.Command(
    name,
    {
      connection: connection.apply(({ proxy, ...known }) => ({
        ...known,
        ...dial,
        ...(proxy ? { proxy: { ...proxy, ...dial } } : {}),
      })),
      create:
        args.again === undefined ? text(args.run, forRun) : withWord(text(args.run, forRun), args.again),
      ...(args.undo ? { delete: text(args.undo, forUndo) } : {}),
      stdin:
        args.payload === undefined
          ? script + undoScript
          : pulumi.secret(pulumi.interpolate`${script}${undoScript}${args.payload}`),
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
 */
export function stepOutput(step: remote.Command): pulumi.Output<string> {
  // The plugin marks all outputs secret because the connection is.
  return pulumi.unsecret(step.stdout).apply((stdout) => markedOutput(stdout));
}

/** A machine that hangs during a step cannot report the step's own deadline, so Pulumi needs one, too. */
function timeouts({ run, undo, firstBoot }: RemoteStepArgs): pulumi.CustomTimeouts {
  const limit = ({ deadline = defaultDeadline }: ScriptRun) =>
    `${deadline + (firstBoot ? dialing.booting : dialing.running)}s`;
  return { create: limit(run), update: limit(run), ...(undo ? { delete: limit(undo) } : {}) };
}

/** Appends the trigger as a comment, which the script ignores. */
function withWord(text: pulumi.Output<string>, word: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi
    .all([text, word])
    .apply(([command, again]) => (again ? `${command} # again ${again}` : command));
}
