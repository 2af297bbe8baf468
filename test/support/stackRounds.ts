import { execFile, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { deploy } from "../../components/stack/deployer/deploy.ts";
import { ReconnectingEngine } from "../../components/stack/deployer/engine.ts";
import { EngineLink } from "../../components/stack/deployer/engineLink.ts";
import type { CommandResult } from "../../components/stack/deployer/host.ts";
import { planDeployment } from "../../components/stack/deployment.ts";
import { stepScript } from "../../components/steps/script.ts";
import { modelOf } from "./composeModel.ts";
import { docker } from "./engine.ts";
import { cluster } from "./fakeHost.ts";
import { scriptFile } from "./scripts.ts";

/** What ended the rounds too early; undefined if all went well. */
export type Trouble = string | undefined;

const stack = "again";
/** Scope, cluster and the swarm to adopt. */
const owner = ["any", cluster, ""];

/**
 * Deploys a compose file as the stack `again` and removes it, again and again, with the components' scripts.
 */
export async function deployAndRemove(machine: string, compose: string, rounds: number): Promise<Trouble> {
  const deployment = planDeployment({ ...modelOf(compose), name: stack }, {}, "key", cluster);
  for (const name of ["engineAccess", "remove"]) store(machine, name);
  for (let round = 1; round <= rounds; round++) {
    const said: string[] = [];
    try {
      using engine = new ReconnectingEngine(() => openEngine(machine), now() + 60);
      const host = {
        ...{ engine, now, say: (line: string) => said.push(line) },
        sleep: (seconds: number) => sleep(seconds * 1000),
        docker: (args: readonly string[], _seconds: number, input = "") =>
          execute(machine, input, "docker", ...args),
      };
      await deploy(host, deployment, { cluster, adopt: "" }, { timeout: 60 });
    } catch (error) {
      return `round ${round}, deploy: ${[...said, (error as Error).message].join("\n")}`;
    }
    const { code, messages } = await execute(machine, "", "sh", "/tmp/remove.sh", ...owner, stack);
    if (code !== 0) return `round ${round}, remove: ${messages}`;
  }
  return undefined;
}

const now = () => Date.now() / 1000;

function store(machine: string, name: string): void {
  const encoded = Buffer.from(stepScript(scriptFile(`stack/scripts/${name}.sh`))).toString("base64");
  docker("exec", machine, "sh", "-c", `echo ${encoded} | base64 -d >/tmp/${name}.sh`);
}

function openEngine(machine: string): Promise<EngineLink> {
  const args = ["exec", "--interactive", machine, "sh", "/tmp/engineAccess.sh", ...owner, stack, "60"];
  return EngineLink.open(spawn("docker", args, { stdio: "pipe" }));
}

function execute(machine: string, input: string, ...args: string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile("docker", ["exec", "--interactive", machine, ...args], (error, output, messages) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, output, messages }),
    );
    child.stdin?.on("error", () => undefined).end(input);
  });
}
