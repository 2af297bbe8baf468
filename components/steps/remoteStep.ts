import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./connection.ts";
import { markedOutput } from "./markedOutput.ts";
import type { Payload } from "./payload.ts";
import { payloadFunctions, stepScript } from "./script.ts";
import { scriptCommand } from "./shell.ts";

/**
 * In which swarm the machine must be for a script to run (scripts/owner.sh): `ours-or-none` also where it is in none,
 * `undo` does nothing elsewhere, `any` is for scripts that only wait or read.
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
  /** Id of the swarm to take over; empty where the settings name none, undefined where the target cannot. */
  readonly adopt?: string | undefined;
}

/** One run of a script with its words. */
export interface ScriptRun {
  readonly scope: SwarmScope;
  /** The `.sh` file. */
  readonly script: URL;
  /** Files with functions that it uses. */
  readonly functions?: readonly URL[];
  readonly args: readonly pulumi.Input<string>[];
  /** Seconds; default 120. */
  readonly deadline?: number;
}

export interface RemoteStepArgs {
  readonly machine: StepHost;
  readonly run: ScriptRun;
  /** The inverse, run when the step is deleted. */
  readonly undo?: ScriptRun;
  /** Read by the script from standard input; always secret. */
  readonly payload?: pulumi.Input<Payload>;
  /** Another word runs the step again; empty is none. */
  readonly again?: pulumi.Input<string>;
  /** A change replaces the step: the new one runs before the old one is undone. */
  readonly triggers?: pulumi.Input<string>[];
  /** True where standard output is a secret; default false. */
  readonly secretOutput?: boolean;
  /** True shows the script's messages while it runs; default false. */
  readonly progress?: boolean;
  /** True where the machine may be booting for the first time; default false. */
  readonly firstBoot?: boolean;
}

const defaultDeadline = 120;
/** A machine that runs already and is silent is given up after three and a half minutes, one that refuses earlier. */
const dialTimeouts = { dialErrorLimit: 15, perDialTimeout: 10 };
/** Refused connections are tried again for about three minutes, and a machine without a network for eleven. */
const bootDialTimeouts = { ...dialTimeouts, dialErrorLimit: 45 };
/** Seconds that connecting may take, with the way through a proxy. */
const dialing = { running: 240, booting: 900 };

/**
 * One idempotent step on a machine: the only maker of remote commands.
 *
 * Script and payload go through standard input: a message shows the step's words only, and a process list
 * never shows a payload.
 */
export function remoteStep(
  name: string,
  args: RemoteStepArgs,
  options: pulumi.CustomResourceOptions,
): remote.Command {
  const { cluster } = args.machine;
  const connection = pulumi.output(args.machine.connection);
  const endpoint = args.firstBoot ? bootDialTimeouts : dialTimeouts;
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
    // The user's name comes with the connection, which is secret as a whole; no word of a command is.
    return pulumi.unsecret(command);
  };
  const forRun = { before: 0, script: size, after: undoSize };
  const forUndo = undoScript ? { before: size, script: undoSize, after: 0 } : forRun;
  return new remote.Command(
    name,
    {
      connection: connection.apply(({ proxy, ...known }) => ({
        ...known,
        ...endpoint,
        ...(proxy ? { proxy: { ...proxy, ...endpoint } } : {}),
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
 * What a step's script has handed back (`output` in scripts/prelude.sh); never what else the machine printed. Secret
 * only where the step's output is.
 */
export function stepOutput(step: remote.Command): pulumi.Output<string> {
  // The plugin calls every output secret because the connection is.
  return pulumi.unsecret(step.stdout).apply((stdout) => markedOutput(stdout));
}

/** A machine that hangs in the middle of a step never says that the step's own deadline is over. */
function timeouts({ run, undo, firstBoot }: RemoteStepArgs): pulumi.CustomTimeouts {
  const limit = ({ deadline = defaultDeadline }: ScriptRun) =>
    `${deadline + (firstBoot ? dialing.booting : dialing.running)}s`;
  return { create: limit(run), update: limit(run), ...(undo ? { delete: limit(undo) } : {}) };
}

/** As a comment: the script has no use for it. */
function withWord(text: pulumi.Output<string>, word: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi
    .all([text, word])
    .apply(([command, again]) => (again ? `${command} # again ${again}` : command));
}
