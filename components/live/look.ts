import { spawn } from "../process/child.mjs";
import type { Connection } from "../remote/connection.ts";
import { readScript } from "../remote/script.ts";
import { scriptCommand } from "../remote/shell.ts";
import { SshSession } from "../remote/sshSession.ts";
import type { Answer, LiveSwarm } from "./liveSwarm.ts";
import { readAnswer } from "./readAnswer.ts";

/** Where a machine is asked: known before it is registered. */
export interface Door {
  /** Name of the node. */
  readonly name: string;
  readonly connection: Connection;
}

/** Seconds: a host that does not answer, and a look that does not end. */
const patience = { connect: 3, look: 10 };

const file = (name: string) => new URL(`./scripts/${name}`, import.meta.url);
const script = readScript(file("deployed.sh"), file("look.sh"));

/** What a machine answered, or why there is no answer that could be used. */
export type Asked = { readonly answer: Answer } | { readonly failure: string };

/**
 * Asks the managers what the cluster is right now; the first one alone where it knows a leader, else all of them.
 * Nothing is changed. What could not be seen is in `failures`: never take it for nothing.
 */
export async function look(doors: readonly Door[]): Promise<LiveSwarm> {
  const [first, ...others] = doors;
  if (!first) return { managers: {}, failures: {} };
  const asked = new Map([[first.name, await ask(first)]]);
  if (!swarmIn(asked.get(first.name)))
    for (const [name, answer] of await askAll(others)) asked.set(name, answer);
  const all = [...asked];
  const swarm = all.map(([, one]) => swarmIn(one)).find((found) => found);
  return {
    managers: Object.fromEntries(
      all.map(([name, one]) => [name, "answer" in one ? one.answer.view : undefined]),
    ),
    failures: Object.fromEntries(
      all.flatMap(([name, one]) => ("failure" in one ? [[name, one.failure] as const] : [])),
    ),
    ...(swarm ? { swarm } : {}),
  };
}

export async function askAll(doors: readonly Door[]): Promise<[name: string, asked: Asked][]> {
  return Promise.all(doors.map(async (door) => [door.name, await ask(door)]));
}

function swarmIn(asked: Asked | undefined) {
  return asked && "answer" in asked ? asked.answer.swarm : undefined;
}

async function ask({ connection }: Door): Promise<Asked> {
  const session = new SshSession(connection, patience.connect);
  const command = scriptCommand({
    name: "swarm-look",
    bytes: { before: 0, script: Buffer.byteLength(script), after: 0 },
    words: [],
    deadline: patience.look,
    root: connection.user === "root",
  });
  try {
    return { answer: readAnswer(await output(session.arguments(), command)) };
  } catch (error) {
    return { failure: (error as Error).message };
  } finally {
    session.close();
  }
}

function output(destination: readonly string[], command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("ssh", [...destination, command], {
      stdio: ["pipe", "pipe", "pipe"],
      timeout: (patience.connect + patience.look) * 1000,
    });
    const pieces: Buffer[] = [];
    let said = "";
    child.stdout.on("data", (piece) => pieces.push(piece));
    child.stderr.on("data", (piece) => {
      said = `${said}${piece}`.slice(0, 1000);
    });
    child.stdin.on("error", () => undefined).end(script);
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve(Buffer.concat(pieces).toString()) : reject(new Error(reasonOf(code, said))),
    );
  });
}

/** ssh ends with 255 where it never ran the command. */
function reasonOf(code: number | null, said: string): string {
  const last = said.trim().split("\n").at(-1) ?? "";
  if (code === 255 || code === null) return `it does not answer over SSH${last ? ` (${last})` : ""}`;
  return `its shell ended with ${code}${last ? ` (${last})` : ""}`;
}
