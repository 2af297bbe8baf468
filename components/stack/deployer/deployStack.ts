// deployStack STACK SECONDS SERVICE=REVISION=KIND...: deploys a stack, and waits until every service runs at its
// revision, or fails with the reason. Its undo is remove.sh, which attempt.sh's step runs.
//   standard input: a DeployerInput, packed
// Runs on this computer, connected to the seed's engine over SSH. Prints the arguments after SECONDS.
// docs/adr/0010-deployer-in-typescript.md

import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { marked } from "../../steps/markedOutput.ts";
import { unpacked } from "../../steps/packed.ts";
import { storedScript } from "../../steps/script.ts";
import { storedCommand } from "../../steps/shell.ts";
import { noConnection, SshSession } from "../../steps/sshSession.ts";
import { deadlines, deploymentLimits } from "../../steps/times.ts";
import { deploy } from "./deploy.ts";
import type { DeployerInput } from "./deployerInput.ts";
import { ReconnectingEngine } from "./engine.ts";
import { EngineLink } from "./engineLink.ts";
import { ConnectionLost, DeploymentFailure, EngineRefusal, RemoteFailure } from "./failures.ts";
import type { CommandResult } from "./host.ts";

const [, seconds = "600", ...expected] = process.argv.slice(2);
const input = unpacked<DeployerInput>(readFileSync(0, "utf8"));
const timeout = Number(seconds);
const { connection, node, owner, away, staying, deployment } = input;
const { stack } = deployment;
const [, cluster, adopt] = owner;
const session = new SshSession(connection, deploymentLimits.connect);

const say = (line: string) => console.error(line);
const now = () => Date.now() / 1000;

function commandOf(script: string, args: readonly string[], deadline: number): string {
  const { id } = storedScript(new URL(`../scripts/${script}`, import.meta.url));
  const root = connection.user === "root";
  return storedCommand(id, { name: `swarm-${stack}-stack`, args: [...owner, ...args], deadline, root });
}

/** Another run may have the lock. */
async function openEngine(): Promise<EngineLink> {
  const longest = timeout + deploymentLimits.earlier;
  const note = setTimeout(
    () => say(`${stack}: waiting for another deployment of this stack to end`),
    deploymentLimits.note * 1000,
  );
  try {
    return await EngineLink.open(
      session.start(commandOf("engineAccess.sh", [stack, String(longest)], 3 * longest)),
    );
  } finally {
    clearTimeout(note);
  }
}

async function run(
  script: string,
  args: readonly string[],
  seconds: number,
  input = "",
): Promise<CommandResult> {
  const command = commandOf(script, args, seconds + deadlines.commandScript);
  const timeout = (seconds + deadlines.commandConnection) * 1000;
  const { code, output, messages } = await session.attempt(command, input, { timeout, isQuiet: true });
  return { code: code === noConnection ? null : code, output, messages };
}

async function main(): Promise<void> {
  using engine = new ReconnectingEngine(openEngine, now() + deploymentLimits.silence);
  const host = {
    engine,
    say,
    now,
    sleep: (seconds: number) => pause(seconds * 1000),
    docker: (args: readonly string[], seconds: number, text = "") =>
      run("stackCommand.sh", [stack, String(seconds), ...args], seconds, text),
  };
  await deploy(host, deployment, { cluster, adopt }, { timeout, away, staying });
  const { code, messages } = await run("record.sh", [stack], 60);
  if (code !== 0) throw new RemoteFailure(messages);
  process.stdout.write(marked(expected.join(" ")));
}

function problemsOf(error: unknown): readonly string[] {
  if (error instanceof RemoteFailure) return [error.message];
  if (error instanceof DeploymentFailure) return error.problems.map((problem) => `${node}: ${problem}`);
  if (error instanceof EngineRefusal)
    return [
      `${node}: stack ${stack}: the engine refuses it: ${error.message}\n  → npm run status, then run pulumi up again`,
    ];
  if (error instanceof ConnectionLost)
    return [
      `${node} does not answer over SSH (${error.message})\n  → npm run status, then run pulumi up again`,
    ];
  throw error;
}

try {
  await main();
} catch (error) {
  for (const problem of problemsOf(error)) console.error(problem);
  process.exitCode = 1;
} finally {
  session.close();
}
