// machineCheck SCRIPTS MACHINE NODE: checks a machine, then stores the scripts of all later steps there.
//   SCRIPTS   digest of the check and of the scripts (scriptArchive.ts): a change runs this again
//   standard input: a MachineCheck, packed
// Runs on this computer, so that the scripts are no part of the state. Prints what preflight.sh prints.

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "../steps/connection.ts";
import { unpacked } from "../steps/packed.ts";
import type { Payload } from "../steps/payload.ts";
import { inlineCommand } from "../steps/shell.ts";
import { type Attempt, noAnswer, otherKey, SshSession } from "../steps/sshSession.ts";
import { checkLimits } from "../steps/times.ts";
import { checkScript, scriptArchive } from "./scriptArchive.ts";

/** Input of this program; secret. */
export interface MachineCheck {
  readonly connection: Connection;
  /** Scope, cluster and the swarm to adopt, as for each step (steps/scripts/owner.sh). */
  readonly owner: readonly string[];
  /** Script files of the target's own check, which runs first, relative to this file. */
  readonly ownChecks: readonly string[];
  /** The requirements. */
  readonly needs: Payload;
}

const [, machine = "", node = ""] = process.argv.slice(2);
const { connection, owner, ownChecks, needs } = unpacked<MachineCheck>(readFileSync(0, "utf8"));

const script = checkScript(ownChecks.map((path) => new URL(path, import.meta.url)));
const command = inlineCommand(Buffer.byteLength(script), {
  name: `swarm-${node}-preflight`,
  args: [...owner, "node", machine, node],
  deadline: checkLimits.check,
  root: connection.user === "root",
});
const input = `${script}${needs}${scriptArchive().text}`;

/** A container takes a moment to start its SSH server. */
async function check(session: SshSession): Promise<number> {
  const timeout = (checkLimits.check + checkLimits.connect + 20) * 1000;
  const until = Date.now() + checkLimits.silence * 1000;
  for (;;) {
    const attempt = await session.attempt(command, input, { timeout, isQuiet: true });
    const problem = noAnswer(attempt);
    if (problem === undefined) return shown(attempt);
    if (problem === otherKey || attempt.code === null || Date.now() > until) return refused(problem);
    await sleep(300);
  }
}

function shown({ code, output, messages }: Attempt): number {
  process.stdout.write(output);
  if (messages.trim()) console.error(messages.trim());
  return code ?? 1;
}

function refused(problem: string): number {
  console.error(`${node} ${problem}`);
  return 1;
}

const session = new SshSession(connection, checkLimits.connect);
try {
  process.exitCode = await check(session);
} finally {
  session.close();
}
