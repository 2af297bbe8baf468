import { type ProgressStream, showProgress } from "./progress.mjs";
import type { Step } from "./step.ts";
import { ToolCallFailed } from "./toolCall.ts";

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly stream?: ProgressStream;
}

/** The steps whose tool is missing, in their order. */
export async function findMissing(steps: readonly Step[]): Promise<Step[]> {
  const found = await Promise.all(steps.map((step) => step.find()));
  return steps.filter((_step, index) => found[index] === undefined);
}

/** Installs every missing tool, one after the other. */
export async function runSteps(
  steps: readonly Step[],
  { signal, stream = process.stderr }: RunOptions,
): Promise<void> {
  const missing = await findMissing(steps);
  for (const [index, step] of missing.entries()) {
    signal.throwIfAborted();
    const title = `[${index + 1}/${missing.length}] ${step.name}`;
    // An earlier step may have installed this tool as well.
    if (index > 0 && (await step.find())) {
      stream.write(`${title}: there already\n`);
      continue;
    }
    const progress = showProgress(`${title} (${step.why})`, { stream });
    try {
      await step.obtain({ progress, signal });
      if (!(await step.find())) throw new Error("it is still not found afterwards");
      progress.done();
    } catch (error) {
      progress.failed(signal.aborted ? "interrupted" : "failed");
      signal.throwIfAborted();
      throw new StepFailed(step.name, error);
    }
  }
}

/** A set-up step failed; the message says what the user can do. */
export class StepFailed extends Error {
  /** Name of the step. */
  readonly step: string;

  constructor(step: string, cause: unknown) {
    super(describe(step, cause), { cause });
    this.step = step;
  }
}

function describe(step: string, cause: unknown): string {
  const again = "  → fix this, then run the same command again: it keeps what is done so far";
  if (cause instanceof ToolCallFailed)
    return [
      `${step} could not be set up`,
      cause.message,
      ...cause.lastLines.map((line) => `  | ${line}`),
      again,
    ].join("\n");
  return `${step} could not be set up: ${cause instanceof Error ? cause.message : String(cause)}`;
}
