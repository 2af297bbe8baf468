import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { endProcess } from "../../support/pulumiProcess.ts";
import { ownHostNames, removeAllHostNames } from "./hostNames.ts";
import { cloneFile, internet, label, runFolder, trustFolder, vpc } from "./places.ts";
import { lines, run } from "./program.ts";

const owned = ["--filter", `label=${label}`];

const containers = () => lines("docker", "ps", "--all", "--quiet", ...owned);
const networks = () => lines("docker", "network", "ls", "--quiet", ...owned);
const volumes = () => lines("docker", "volume", "ls", "--quiet", ...owned);

async function loopDevices(): Promise<string[]> {
  const all = await lines("losetup", "--list", "--noheadings", "--output", "NAME,BACK-FILE");
  // Of any checkout: only one runs at a time.
  const own = all.filter((line) => line.includes("/.state/test-aws/run/volumes/vol-"));
  return own.map((line) => line.split(/\s+/)[0] ?? "");
}

/** The copy of the project in which a run works, if it still exists. */
function cloneFolder(): string | undefined {
  return existsSync(cloneFile) ? readFileSync(cloneFile, "utf8") : undefined;
}

/** What Pulumi started in that copy: its plugins outlive a killed Pulumi. */
function processes(folder: string): number[] {
  const home = `PULUMI_HOME=${folder}/`;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(home))
    .map(Number);
}

/** Empty if the process has ended. */
function environmentOf(id: string): string {
  try {
    return readFileSync(join("/proc", id, "environ"), "utf8");
  } catch {
    return "";
  }
}

/** What the emulator created on this computer, by kind; empty if nothing is left. */
export async function leftovers(): Promise<Record<string, string[]>> {
  const routes = await lines("ip", "route", "show");
  const clone = cloneFolder();
  const found: Record<string, string[]> = {
    containers: await containers(),
    networks: await networks(),
    volumes: await volumes(),
    "loop devices": await loopDevices(),
    routes: routes.filter((line) => line.includes(internet.bridge) || line.includes(vpc.bridge)),
    "host names": ownHostNames(),
    certificates: existsSync(trustFolder) ? readdirSync(trustFolder) : [],
    processes: clone ? processes(clone).map(String) : [],
    files: existsSync(runFolder) ? readdirSync(runFolder) : [],
  };
  return Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0));
}

/** Removes everything that this run, or a killed one, left behind; routes are deleted with their networks. */
export async function sweep(): Promise<void> {
  const each = async (list: readonly string[], ...command: [string, ...string[]]) => {
    if (list.length > 0) await run(...command, ...list);
  };
  const clone = cloneFolder();
  if (clone !== undefined) {
    for (const id of processes(clone)) endProcess(id);
    rmSync(clone, { recursive: true, force: true });
  }
  await each(await containers(), "docker", "rm", "--force", "--volumes");
  await each(await networks(), "docker", "network", "rm");
  await each(await volumes(), "docker", "volume", "rm");
  await each(await loopDevices(), "losetup", "--detach");
  removeAllHostNames();
  rmSync(trustFolder, { recursive: true, force: true });
  rmSync(runFolder, { recursive: true, force: true });
}
