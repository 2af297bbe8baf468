import { ToolCallFailed } from "./toolCall.ts";

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
  const again = "  → what was done so far is kept: put this right, then run the same command again";
  if (cause instanceof ToolCallFailed)
    return [
      `${step} could not be set up`,
      cause.message,
      ...cause.lastLines.map((line) => `  | ${line}`),
      again,
    ].join("\n");
  return `${step} could not be set up: ${cause instanceof Error ? cause.message : String(cause)}`;
}
