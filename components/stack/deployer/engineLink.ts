import type { ChildProcess } from "node:child_process";
import { Agent, type IncomingMessage, request } from "node:http";
import { noConnection } from "../../steps/sshSession.ts";
import { engineLimits } from "../../steps/times.ts";
import { ConnectionLost, RemoteFailure } from "./failures.ts";
import { PipeSocket } from "./pipeSocket.ts";

/** What `output ready` of scripts/prelude.sh prints; a login greeting may come before it. */
const ready = Buffer.from("\nswarm-output-begin\nready\nswarm-output-end\n");

/** To try again would not help. */
const isRefused = /host key verification failed|permission denied/i;

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/**
 * One SSH connection to the API of a machine's engine, over `docker system dial-stdio`. While it is open it
 * holds the stack's lock; it ends with this process.
 */
export class EngineLink implements Disposable {
  private readonly child: ChildProcess;
  private readonly agent: Agent;
  private readonly signs: NodeJS.Timeout;
  private isOpen = true;

  private constructor(child: ChildProcess) {
    this.child = child;
    const socket = new PipeSocket(child);
    socket.on("error", () => undefined);
    socket.once("close", () => {
      this.isOpen = false;
    });
    this.agent = new Agent({ keepAlive: true, maxSockets: 1 });
    this.agent.createConnection = () => socket;
    this.signs = setInterval(
      () => this.request("GET", "/_ping").catch(() => undefined),
      engineLimits.signOfLife * 1000,
    );
    this.signs.unref();
  }

  /**
   * Waits until engineAccess.sh has the lock.
   *
   * @param child runs that script on the machine
   * @throws RemoteFailure if the script refuses, ConnectionLost if it never ran
   */
  static open(child: ChildProcess): Promise<EngineLink> {
    return new Promise((resolve, reject) => {
      let messages = "";
      let output = Buffer.alloc(0);
      child.stderr?.on("data", (piece) => {
        messages += piece;
      });
      const read = (piece: Buffer) => {
        output = Buffer.concat([output, piece]);
        const at = output.indexOf(ready);
        if (at < 0) return;
        child.stdout?.pause().off("data", read);
        child.stdout?.unshift(output.subarray(at + ready.length));
        resolve(new EngineLink(child));
      };
      child.stdout?.on("data", read);
      child.stdin?.on("error", () => undefined);
      child.once("error", reject);
      child.once("close", (code) => {
        const isLost = (code === noConnection || code === null) && !isRefused.test(messages);
        reject(isLost ? new ConnectionLost(messages) : new RemoteFailure(messages));
      });
    });
  }

  request(method: string, path: string, body?: unknown): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (!this.isOpen) throw new ConnectionLost("");
      const content = body === undefined ? undefined : JSON.stringify(body);
      const headers =
        content === undefined
          ? {}
          : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(content) };
      const lost = () => {
        clearTimeout(timer);
        this.close();
        reject(new ConnectionLost(""));
      };
      const timer = setTimeout(lost, engineLimits.request * 1000);
      const sent = request({ agent: this.agent, host: "docker", method, path, headers }, (answer) => {
        textOf(answer).then((text) => {
          clearTimeout(timer);
          resolve({ status: answer.statusCode ?? 0, text });
        }, lost);
      });
      sent.once("error", lost).end(content);
    });
  }

  close(): void {
    this.isOpen = false;
    clearInterval(this.signs);
    this.agent.destroy();
    // The machine ends the script, and releases the lock, when its input ends.
    this.child.stdin?.end();
    setTimeout(() => this.child.kill(), engineLimits.close * 1000).unref();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
