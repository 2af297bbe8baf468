// machineCheck SCRIPTS MACHINE NODE: checks a machine, then stores the scripts of all later steps there.
//   SCRIPTS   digest of the scripts (scriptArchive.ts): a change runs this again
//   standard input: a MachineCheck
// Runs on this computer, so that the scripts are no part of the state. Prints what preflight.sh prints.

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { spawn } from "../process/child.mjs";
import type { Connection } from "../steps/connection.ts";
import type { Payload } from "../steps/payload.ts";
import { payloadFunctions, stepScript } from "../steps/script.ts";
import { inlineCommand } from "../steps/shell.ts";
import { SshSession } from "../steps/sshSession.ts";
import { scriptArchive } from "./scriptArchive.ts";

/** Input of this program; secret. */
export interface MachineCheck {
  readonly connection: Connection;
  /** Scope, cluster and the swarm to adopt, as for each step (steps/scripts/owner.sh). */
  readonly owner: readonly string[];
  /** Script files of the target's own check, which runs first. */
  readonly before: readonly string[];
  /** The requirements. */
  readonly needs: Payload;
}

/** Seconds: for the check on the machine, for one connection, and until a machine without SSH is given up. */
const limits = { check: 150, connect: 10, silence: 60 };
/** ssh's own exit code: the check did not run, or lost its connection. */
const noConnection = 255;

const [, machine = "", node = ""] = process.argv.slice(2);
const { connection, owner, before, needs }: MachineCheck = JSON.parse(readFileSync(0, "utf8"));

const file = (name: string) => new URL(`./scripts/${name}`, import.meta.url);
const checks = ["engineChecks.sh", "networkChecks.sh", "preflight.sh", "store.sh"].map(file);
const script = stepScript(payloadFunctions, ...before.map((path) => new URL(path)), ...checks);
const command = inlineCommand(Buffer.byteLength(script), {
  name: `swarm-${node}-preflight`,
  args: [...owner, "node", machine, node],
  deadline: limits.check,
  root: connection.user === "root",
});
const input = `${script}${needs}${scriptArchive().text}`;

function attempt(destination: readonly string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("ssh", [...destination, command], {
      stdio: ["pipe", "inherit", "pipe"],
      timeout: (limits.check + limits.connect + 20) * 1000,
    });
    let said = "";
    child.stderr.on("data", (piece: Buffer) => {
      said += piece;
    });
    child.stdin.on("error", () => undefined).end(input);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, said: said.trim() }));
  });
}

/** A container takes a moment to start its SSH server. */
async function check(destination: readonly string[]): Promise<number> {
  const until = Date.now() + limits.silence * 1000;
  for (;;) {
    const { code, said } = await attempt(destination);
    if (code !== null && code !== noConnection) {
      if (said) console.error(said);
      return code;
    }
    if (/host key verification failed/i.test(said)) return refused(otherKey);
    const last = said.split("\n").at(-1) || "no answer in time";
    if (code === null || Date.now() > until) return refused(`does not answer over SSH (${last})\n${wayOut}`);
    await sleep(300);
  }
}

const wayOut =
  "  → npm run status tells what the swarm knows of it; restart its machine, or remove it, then run npm run up again";
const otherKey = `answers with another SSH host key than it was made with
  → only the program gives a machine its key: find out why it has changed before anything else`;

function refused(problem: string): number {
  console.error(`${node} ${problem}`);
  return 1;
}

const session = new SshSession(connection, limits.connect);
try {
  process.exitCode = await check(session.arguments());
} finally {
  session.close();
}
