import { spawn } from "node:child_process";
import type { Connection } from "../remote/connection.ts";
import { readScript } from "../remote/script.ts";
import { scriptCommand } from "../remote/shell.ts";
import { SshSession } from "../remote/sshSession.ts";
import { type Answer, type LiveSwarm, readAnswer } from "./liveSwarm.ts";

/** Where a manager is asked: known before its machine is registered. */
export interface Door {
  /** Name of the manager. */
  readonly name: string;
  readonly connection: Connection;
}

/** Seconds: a host that does not answer, and a look that does not end. */
const patience = { connect: 3, look: 10 };

const file = (name: string) => new URL(`./scripts/${name}`, import.meta.url);
const script = readScript(file("deployed.sh"), file("look.sh"));

/**
 * Asks the managers what the cluster is right now; the first one alone where it knows a leader, else all of them.
 *
 * Nothing is changed, and a manager that does not answer is no error: it may be what is to be mended.
 */
export async function look(doors: readonly Door[]): Promise<LiveSwarm> {
  const [first, ...others] = doors;
  if (!first) return { managers: {} };
  const answer = await ask(first);
  if (answer?.swarm) return { managers: { [first.name]: answer.view }, swarm: answer.swarm };
  const answers = await Promise.all(others.map(ask));
  const all = [answer, ...answers];
  const managers = Object.fromEntries(doors.map(({ name }, index) => [name, all[index]?.view]));
  const swarm = all.find((one) => one?.swarm)?.swarm;
  return swarm ? { managers, swarm } : { managers };
}

async function ask({ connection }: Door): Promise<Answer | undefined> {
  const session = new SshSession(connection, patience.connect);
  const command = scriptCommand({
    name: "swarm-look",
    bytes: { before: 0, script: Buffer.byteLength(script), after: 0 },
    words: [],
    deadline: patience.look,
    root: connection.user === "root",
  });
  try {
    return readAnswer(await output(session.arguments(), command));
  } catch {
    return undefined;
  } finally {
    session.close();
  }
}

function output(destination: readonly string[], command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("ssh", [...destination, command], {
      stdio: ["pipe", "pipe", "ignore"],
      timeout: (patience.connect + patience.look) * 1000,
    });
    const pieces: Buffer[] = [];
    child.stdout.on("data", (piece) => pieces.push(piece));
    child.stdin.on("error", () => undefined).end(script);
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve(Buffer.concat(pieces).toString()) : reject(new Error(`ssh: ${code}`)),
    );
  });
}
