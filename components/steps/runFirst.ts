// runFirst STEP DEADLINE CONNECT SCRIPT ARG...: runs a step's script on a machine that stores no scripts yet.
//   DEADLINE  seconds until the machine ends the script
//   CONNECT   seconds until a machine that does not answer is given up
//   SCRIPT    relative to this file
//   standard input: the Connection, packed

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "./connection.ts";
import { unpacked } from "./packed.ts";
import { stepScript } from "./script.ts";
import { inlineCommand } from "./shell.ts";
import { noAnswer, noConnection, SshSession, wayOut } from "./sshSession.ts";
import { deadlines } from "./times.ts";

const [, , step = "", deadline = "", connect = "", path = "", ...args] = process.argv;
const connection = unpacked<Connection>(readFileSync(0, "utf8"));
const session = new SshSession(connection);

/** Why the machine cannot be reached; undefined once it can. */
async function obstacle(): Promise<string | undefined> {
  const until = Date.now() + milliseconds(Number(connect));
  for (;;) {
    const login = { timeout: milliseconds(deadlines.login), isQuiet: true };
    const problem = noAnswer(await session.attempt("true", "", login));
    if (problem === undefined || Date.now() > until) return problem;
    await sleep(1000);
  }
}

async function run(): Promise<number> {
  const problem = await obstacle();
  if (problem !== undefined) return failed(`its machine ${problem}`);
  const script = stepScript(new URL(path, import.meta.url));
  const call = { name: `swarm-${step}`, args, deadline: Number(deadline), root: connection.user === "root" };
  const command = inlineCommand(Buffer.byteLength(script), call);
  const timeout = milliseconds(call.deadline + deadlines.login);
  const { code } = await session.attempt(command, script, { timeout });
  if (code !== null && code !== noConnection) return code;
  return failed(`it lost the connection to its machine\n${wayOut}`);
}

function milliseconds(seconds: number): number {
  return seconds * 1000;
}

function failed(problem: string): number {
  console.error(`${step}: ${problem}`);
  return 1;
}

try {
  process.exitCode = await run();
} finally {
  session.close();
}
