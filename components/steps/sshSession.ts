import type { ChildProcess } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { forOpenSsh } from "../keys/ed25519.ts";
import { spawn } from "../process/child.mjs";
import { pick } from "../process/childEnvironment.mjs";
import { PrivateFolder } from "../process/privateFolder.ts";
import type { Connection, Endpoint } from "./connection.ts";
import { quote } from "./shell.ts";
import { engineLimits } from "./times.ts";

export interface RunOptions {
  /** Milliseconds; default none. */
  readonly timeout?: number;
  /** True: return the command's messages instead of showing them; default false. */
  readonly isQuiet?: boolean;
}

/** How a command on a node ended. */
export interface Attempt {
  /** ssh's own code is 255; null if it was killed. */
  readonly code: number | null;
  readonly output: string;
  /** Its messages and ssh's, if they were not shown. */
  readonly messages: string;
}

/** Key, known host and options for `ssh`, in a folder that is deleted with this process. */
export class SshSession {
  private readonly folder = new PrivateFolder("ssh");
  private readonly connection: Connection;
  private readonly connectTimeout: number;

  /** @param connectTimeout seconds until an unresponsive host is given up */
  constructor(connection: Connection, connectTimeout = 10) {
    this.connection = connection;
    this.connectTimeout = connectTimeout;
    const { proxy } = connection;
    this.writeKey("key", connection);
    if (proxy) this.writeKey("proxy-key", proxy);
    writeFileSync(this.file("known_hosts"), [connection, ...(proxy ? [proxy] : [])].map(knownHost).join(""));
  }

  /** Arguments of `ssh` up to and including the destination. */
  arguments(...extra: string[]): string[] {
    const { proxy, tunnel } = this.connection;
    const command =
      tunnel?.command.map((word) => word.replaceAll("%", "%%")) ??
      (proxy && ["ssh", ...this.towards(proxy, "proxy-key", "-W", "%h:%p")]);
    const way = command ? ["-o", `ProxyCommand=${command.map(quote).join(" ")}`] : [];
    return this.towards(this.connection, "key", ...way, ...extra);
  }

  /** Variables that `ssh` needs besides those of every program. */
  get environment(): Record<string, string | undefined> {
    return pick(this.connection.tunnel?.variables ?? [], process.env);
  }

  private towards({ host, port, user }: Endpoint, key: string, ...more: string[]): string[] {
    const options = {
      UserKnownHostsFile: this.file("known_hosts"),
      GlobalKnownHostsFile: "/dev/null",
      StrictHostKeyChecking: "yes",
      IdentitiesOnly: "yes",
      BatchMode: "yes",
      ConnectTimeout: String(this.connectTimeout),
      // A machine that hangs closes no connection.
      ServerAliveInterval: "15",
      ServerAliveCountMax: "4",
      LogLevel: "ERROR",
    };
    const flags = Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
    const known = ["-F", "/dev/null", "-i", this.file(key), "-p", String(port)];
    return [...known, ...flags, ...more, `${user}@${host}`];
  }

  private writeKey(name: string, { privateKey }: Endpoint): void {
    writeFileSync(this.file(name), forOpenSsh(privateKey), { mode: 0o600 });
  }

  /** Runs `work` with the node's engine on a local socket; returns its result. */
  async withEngine<T>(work: (dockerHost: string) => Promise<T>): Promise<T> {
    const socket = this.file("docker.sock");
    const forward = ["-N", "-L", `${socket}:/var/run/docker.sock`, "-o", "ExitOnForwardFailure=yes"];
    const tunnel = spawn("ssh", this.arguments(...forward), {
      stdio: ["ignore", "ignore", "inherit"],
      env: this.environment,
    });
    try {
      await socketThere(socket, tunnel);
      return await work(`unix://${socket}`);
    } finally {
      tunnel.kill();
    }
  }

  /**
   * Runs a command with this input on the node; returns its output.
   *
   * @throws CommandFailed
   */
  async run(command: string, input: string, options: RunOptions = {}): Promise<string> {
    const { code, output, messages } = await this.attempt(command, input, options);
    if (code === 0) return output;
    throw new CommandFailed(code, messages.slice(0, 1000));
  }

  /** Runs a command with this input on the node, and returns how it ended. */
  attempt(command: string, input: string, { timeout, isQuiet = false }: RunOptions = {}): Promise<Attempt> {
    return new Promise((resolve, reject) => {
      const child = spawn("ssh", [...this.arguments(), command], {
        stdio: ["pipe", "pipe", isQuiet ? "pipe" : "inherit"],
        timeout,
        env: this.environment,
      });
      const pieces: Buffer[] = [];
      let messages = "";
      child.stdout?.on("data", (piece) => pieces.push(piece));
      child.stderr?.on("data", (piece) => {
        messages += piece;
      });
      child.stdin?.on("error", () => undefined).end(input);
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, output: Buffer.concat(pieces).toString(), messages }));
    });
  }

  /** Starts a command on the node with its streams as pipes, compressed on the way. */
  start(command: string): ChildProcess {
    return spawn("ssh", [...this.arguments("-C"), command], { stdio: "pipe", env: this.environment });
  }

  close(): void {
    this.folder[Symbol.dispose]();
  }

  private file(name: string): string {
    return join(this.folder.path, name);
  }
}

/** ssh's own exit code: the command did not run, or lost its connection. */
export const noConnection = 255;
/** What a machine does that has another host key than its own; the sentence starts with its name. */
export const otherKey = `answers with another SSH host key than it was made with
  → only the program gives a machine its key: find out why it has changed before anything else`;
/** The hint for a machine that does not answer to a step. */
export const wayOut =
  "  → see what the swarm knows of it: npm run status; restart its machine, or remove it, then run npm run up again";

/** Why a command did not run on a machine, in a sentence that starts with its name; undefined if it ran. */
export function noAnswer({ code, messages }: Attempt): string | undefined {
  if (code !== null && code !== noConnection) return undefined;
  const said = messages.trim();
  if (/host key verification failed/i.test(said)) return otherKey;
  return `does not answer over SSH (${said.split("\n").at(-1) || "no answer in time"})\n${wayOut}`;
}

/** The hint if ssh cannot connect; ssh itself has printed the reason. */
export const unreachable = `ssh could not reach the node, for the reason above
  → npm run up names the machine and recreates a missing one. If the host key changed, find out why before
    anything else: nobody but the program gives a machine its key`;

/** A command on a node failed, or the node does not answer. */
export class CommandFailed extends Error {
  constructor(code: number | null, messages: string) {
    const last = messages.trim().split("\n").at(-1) ?? "";
    // ssh exits with 255 if it never ran the command.
    const isLost = code === noConnection || code === null;
    super(
      `${isLost ? "it does not answer over SSH" : `its shell ended with ${code}`}${last ? ` (${last})` : ""}`,
    );
  }
}

/** A line of `known_hosts`, the only accepted host key. */
export function knownHost({ host, port, hostKey }: Endpoint): string {
  return `${port === 22 ? host : `[${host}]:${port}`} ${hostKey}\n`;
}

async function socketThere(socket: string, tunnel: ChildProcess): Promise<void> {
  for (let waited = 0; waited < engineLimits.socket * 1000; waited += 20) {
    if (existsSync(socket)) return;
    if (tunnel.exitCode !== null) throw new Error(unreachable);
    await sleep(20);
  }
  throw new Error(
    `the node did not answer within ${engineLimits.socket} s\n  → npm run up tells which machine it is, and what to do`,
  );
}
