import { join } from "node:path";
import { withLock } from "./lock.mjs";
import type { ProgramFacts } from "./programFacts.ts";
import { pulumiHome } from "./pulumiHome.ts";
import { findMissing, runSteps } from "./runSteps.ts";
import type { Step } from "./step.ts";
import { actionlint } from "./steps/actionlint.ts";
import { baseImageStep } from "./steps/baseImage.ts";
import { buildx } from "./steps/buildx.ts";
import { engine } from "./steps/engine.ts";
import { languageHost } from "./steps/languageHost.ts";
import { commandPlugin, dockerBuildPlugin, targetPlugin } from "./steps/plugin.ts";
import { pulumiCli } from "./steps/pulumiCli.ts";
import { chromium, loginShells, shellcheck, sshClient } from "./steps/systemProgram.ts";

/**
 * `state`: to read stacks. `use`: to change them. `unit`, `test`: to test parts of the project, or all of it.
 */
export type Purpose = "state" | "use" | "unit" | "test";

const forState: readonly Step[] = [pulumiCli, languageHost];

/** @param facts called only if the purpose needs a target */
export async function stepsFor(
  purpose: Purpose,
  facts: () => Promise<ProgramFacts>,
): Promise<readonly Step[]> {
  if (purpose === "state") return forState;
  if (purpose === "unit") return loginShells;
  const { baseImage, plugins, standInRefusal } = await facts();
  const forUse = [
    sshClient,
    engine,
    baseImageStep(baseImage),
    ...forState,
    ...plugins.map(targetPlugin),
    dockerBuildPlugin,
    buildx,
    commandPlugin(standInRefusal),
  ];
  return purpose === "use" ? forUse : [...forUse, shellcheck, actionlint, chromium, ...loginShells];
}

/** The user has interrupted the run. */
export class Interrupted extends Error {
  readonly exitCode = 130;
}

/** Installs whatever is missing; quick and silent if nothing is. */
export async function install(steps: readonly Step[]): Promise<void> {
  const missing = await findMissing(steps);
  if (missing.length === 0) return;
  console.error(`Setting up: ${missing.map((step) => step.name).join(", ")}`);
  const abort = new AbortController();
  const end = () =>
    abort.abort(
      new Interrupted("The set-up was interrupted\n  → run the same command again to go on with it"),
    );
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, end);
  try {
    // Other checkouts of the project share Pulumi's home and the engine.
    await withLock(join(pulumiHome(), "swarm-set-up.lock"), () => runSteps(steps, { signal: abort.signal }), {
      onWait: (owner) => console.error(`Waiting for process ${owner}, which is setting up`),
    });
  } catch (error) {
    abort.signal.throwIfAborted();
    throw error;
  } finally {
    for (const signal of signals) process.off(signal, end);
  }
}
