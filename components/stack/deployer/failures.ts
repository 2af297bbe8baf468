/** The connection to a machine ended, or was never made. */
export class ConnectionLost extends Error {
  /** @param messages of ssh */
  constructor(messages: string) {
    super(messages.trim().split("\n").at(-1) || "the connection was cut");
  }
}

/** A script on the machine failed, and says why. */
export class RemoteFailure extends Error {
  constructor(messages: string) {
    super(messages.trim());
  }
}

/** The engine refuses a request. */
export class EngineRefusal extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(messageIn(text));
    this.status = status;
  }
}

/** Why a deployment ends: all that the user needs to know. */
export class DeploymentFailure extends Error {
  readonly problems: readonly string[];

  /** @param problems each with its hint, if it has one (`withHint`) */
  constructor(...problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

export function withHint(problem: string, hint: string): string {
  return `${problem}\n  → ${hint}`;
}

/** The engine answers with `{"message": "…"}`. */
function messageIn(text: string): string {
  try {
    return JSON.parse(text).message ?? text;
  } catch {
    return text.trim();
  }
}
