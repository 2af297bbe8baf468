import { existsSync } from "node:fs";
import { execFile as run } from "../../components/process/child.mjs";
import { canInstallPackages, installPackage } from "../aptPackage.ts";
import { engineFolder, isOwnEngine, startEngine } from "../engine/startEngine.ts";
import { findOnPath, versionOf } from "../program.ts";
import type { Step, Work } from "../step.ts";
import { callTool } from "../toolCall.ts";

/** A Docker engine that answers. Never changes one that runs already. */
export const engine: Step = {
  name: "Docker engine",
  why: "runs containers and builds images",
  async find() {
    const { answers } = await ask();
    if (!answers) return undefined;
    const own = isOwnEngine();
    return {
      where: own ? engineFolder : await contextName(),
      origin: own ? "started here" : "already there",
      version: () => versionOf("docker", "version", "--format", "{{.Server.Version}}"),
    };
  },
  async obtain(work) {
    const { complaint } = await ask();
    await refuseOtherEngines(complaint);
    await installEngine(work);
    if (await startService(work)) return;
    await startEngine(work, async () => (await ask()).answers);
  },
};

async function ask(): Promise<{ answers: boolean; complaint: string }> {
  return run("docker", ["version", "--format", "{{.Server.Version}}"], { timeout: 20_000 }).then(
    ({ stdout }) => ({ answers: stdout.trim() !== "", complaint: "" }),
    (error) => ({ answers: false, complaint: String(error.stderr ?? error.message).trim() }),
  );
}

async function contextName(): Promise<string> {
  if (process.env.DOCKER_HOST) return process.env.DOCKER_HOST;
  return run("docker", ["context", "show"]).then(
    ({ stdout }) => `context ${stdout.trim()}`,
    () => "default",
  );
}

/** Refuses to start an engine beside one that the user has elsewhere or may not use. */
async function refuseOtherEngines(complaint: string): Promise<void> {
  if (/permission denied/i.test(complaint))
    throw new Error(
      `Docker's engine refuses you: ${complaint}\n  → add yourself to the group docker, or use sudo`,
    );
  const context = findOnPath("docker") ? await contextName() : "default";
  if (process.env.DOCKER_HOST || !["default", "context default"].includes(context))
    throw new Error(
      `Docker's engine does not answer at ${context}: ${complaint}\n  → start it, or choose another`,
    );
  if (process.platform !== "linux")
    throw new Error("Docker's engine does not run\n  → install and start Docker Desktop, then run again");
}

async function installEngine(work: Work): Promise<void> {
  const missing = ["dockerd", "docker"].filter((name) => !findOnPath(name, `/usr/sbin/${name}`));
  if (missing.length > 0 && !canInstallPackages())
    throw new Error(
      "Docker's engine is not installed\n  → install it (https://docs.docker.com/engine/install), then run again",
    );
  if (process.getuid?.() !== 0)
    throw new Error("Docker's engine does not run\n  → start it: sudo systemctl start docker");
  if (missing.includes("dockerd")) await installPackage(work, "docker.io", "iptables");
  if (!findOnPath("docker")) await installPackage(work, "docker-cli");
}

/** With systemd, the engine is its service. */
async function startService(work: Work): Promise<boolean> {
  if (!existsSync("/run/systemd/system")) return false;
  await callTool(work, "systemctl", ["start", "docker"]);
  return true;
}
