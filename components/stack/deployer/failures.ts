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

/** Why a deployment ends, and what to do. */
export class DeploymentFailure extends Error {
  readonly hint: string;

  constructor(problem: string, hint: string) {
    super(problem);
    this.hint = hint;
  }
}

/** The engine answers with `{"message": "…"}`. */
function messageIn(text: string): string {
  try {
    return JSON.parse(text).message ?? text;
  } catch {
    return text.trim();
  }
}
