import { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { combine } from "../combine.ts";
import { localScript } from "./localScript.ts";
import { localStep } from "./localStep.ts";
import { packed } from "./packed.ts";
import { ownerArgs, type ScriptRun, type StepHost } from "./remoteStep.ts";
import { digestOf, relativePath, stepScript } from "./script.ts";
import { deadlines } from "./times.ts";

export interface FirstStepArgs {
  readonly machine: StepHost;
  readonly run: ScriptRun;
  /** True if the machine may be booting for the first time; default false. */
  readonly isBooting?: boolean;
}

const program = new URL("./runFirst.ts", import.meta.url);

/**
 * One idempotent step on a machine before preflight, which stores the scripts of all later steps there.
 *
 * Runs on this computer, so that the script is no part of the state. A change of the script runs it again. Shows the
 * script's messages while it runs. Has no undo: the steps before preflight only wait.
 */
export function firstStep(
  name: string,
  { machine: { cluster, connection }, run, isBooting = false }: FirstStepArgs,
  options: pulumi.CustomResourceOptions,
): local.Command {
  const { deadline = deadlines.step } = run;
  const connect = isBooting ? deadlines.connectAtBoot : deadlines.connect;
  const path = relativePath(run.script);
  const known = [name, String(deadline), String(connect), path];
  const digest = digestOf(stepScript(run.script));
  const limit = `${deadline + connect}s`;
  return localStep(
    name,
    {
      create: combine(
        [...ownerArgs(run.scope, cluster), ...run.args],
        (...args) => `${localScript(program, [...known, ...args])} # ${digest}`,
      ),
      stdin: combine([connection], packed, { isSecret: true }),
      program: "node",
      logging: local.Logging.Stderr,
    },
    { ...options, customTimeouts: { create: limit, update: limit } },
  );
}
