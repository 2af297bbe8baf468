import { setTimeout as sleep } from "node:timers/promises";
import type { EngineLink } from "./engineLink.ts";
import { ConnectionLost, DeploymentFailure, EngineRefusal, withHint } from "./failures.ts";

/** The API of the seed's engine: https://docs.docker.com/reference/api/engine/ */
export interface Engine {
  /** @param query every value that is not a text is sent as JSON */
  get<T>(path: string, query?: Readonly<Record<string, unknown>>): Promise<T>;
  /** Like `get`; undefined if there is no such object. */
  find<T>(path: string): Promise<T | undefined>;
  post(path: string, body: unknown): Promise<void>;
  /** What does not exist is deleted. */
  delete(path: string): Promise<void>;
}

/**
 * An engine over connections that are opened again when they break, until a deadline. A machine may restart,
 * and a swarm may elect a leader meanwhile. Every request can be repeated.
 */
export class ReconnectingEngine implements Engine, Disposable {
  private readonly open: () => Promise<EngineLink>;
  /** Requests share it: a second connection would wait for the lock of the first one. */
  private link: Promise<EngineLink> | undefined;
  /** In seconds since 1970. */
  deadline: number;

  constructor(open: () => Promise<EngineLink>, deadline: number) {
    this.open = open;
    this.deadline = deadline;
  }

  async get<T>(path: string, query: Readonly<Record<string, unknown>> = {}): Promise<T> {
    const parameters = Object.entries(query).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    const search = parameters.length > 0 ? `?${new URLSearchParams(Object.fromEntries(parameters))}` : "";
    return JSON.parse(await this.send("GET", `${path}${search}`));
  }

  async find<T>(path: string): Promise<T | undefined> {
    try {
      return await this.get<T>(path);
    } catch (error) {
      if (error instanceof EngineRefusal && error.status === 404) return undefined;
      throw error;
    }
  }

  async post(path: string, body: unknown): Promise<void> {
    await this.send("POST", path, body);
  }

  async delete(path: string): Promise<void> {
    try {
      await this.send("DELETE", path);
    } catch (error) {
      if (!(error instanceof EngineRefusal) || error.status !== 404) throw error;
    }
  }

  [Symbol.dispose](): void {
    this.link?.then(
      (link) => link.close(),
      () => undefined,
    );
  }

  private async send(method: string, path: string, body?: unknown): Promise<string> {
    for (;;) {
      this.link ??= this.open();
      const { link } = this;
      try {
        const { status, text } = await (await link).request(method, path, body);
        if (status < 400) return text;
        throw new EngineRefusal(status, text);
      } catch (error) {
        if (error instanceof ConnectionLost) this.link = this.link === link ? undefined : this.link;
        else if (!(error instanceof EngineRefusal) || !isPassing(method, error)) throw error;
        if (Date.now() / 1000 >= this.deadline)
          throw new DeploymentFailure(
            withHint(
              `the swarm does not answer: ${error.message}`,
              "npm run status, then run pulumi up again",
            ),
          );
        await sleep(1000);
      }
    }
  }
}

/** Without a leader the engine answers with 503, or with 500 when a request was under way. */
function isPassing(method: string, { status }: EngineRefusal): boolean {
  return status === 503 || (status >= 500 && method === "GET");
}
