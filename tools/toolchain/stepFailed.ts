import { ToolCallFailed } from "./toolCall.ts";

/** A step of the set-up that could not be done, told so that the user can do something about it. */
export class StepFailed extends Error {
  /** Its name. */
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
