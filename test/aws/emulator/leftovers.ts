import { existsSync, readdirSync, rmSync } from "node:fs";
import { ownHostNames, removeAllHostNames } from "./hostNames.ts";
import { internet, label, runFolder, trustFolder, volumesFolder, vpc } from "./places.ts";
import { lines, run } from "./program.ts";

const owned = ["--filter", `label=${label}`];

const containers = () => lines("docker", "ps", "--all", "--quiet", ...owned);
const networks = () => lines("docker", "network", "ls", "--quiet", ...owned);
const volumes = () => lines("docker", "volume", "ls", "--quiet", ...owned);

async function loopDevices(): Promise<string[]> {
  const all = await lines("losetup", "--list", "--noheadings", "--output", "NAME,BACK-FILE");
  return all.filter((line) => line.includes(volumesFolder)).map((line) => line.split(/\s+/)[0] ?? "");
}

/** What the emulator has on this computer, by kind; nothing is what must be without it. */
export async function leftovers(): Promise<Record<string, string[]>> {
  const routes = await lines("ip", "route", "show");
  const found: Record<string, string[]> = {
    containers: await containers(),
    networks: await networks(),
    volumes: await volumes(),
    "loop devices": await loopDevices(),
    routes: routes.filter((line) => line.includes(internet.bridge) || line.includes(vpc.bridge)),
    "host names": ownHostNames(),
    certificates: existsSync(trustFolder) ? readdirSync(trustFolder) : [],
    files: existsSync(runFolder) ? readdirSync(runFolder) : [],
  };
  return Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0));
}

/** Takes away all that this run, or one that was killed, has left; routes go with their networks. */
export async function sweep(): Promise<void> {
  const each = async (list: readonly string[], ...command: [string, ...string[]]) => {
    if (list.length > 0) await run(...command, ...list);
  };
  await each(await containers(), "docker", "rm", "--force", "--volumes");
  await each(await networks(), "docker", "network", "rm");
  await each(await volumes(), "docker", "volume", "rm");
  await each(await loopDevices(), "losetup", "--detach");
  removeAllHostNames();
  rmSync(trustFolder, { recursive: true, force: true });
  rmSync(runFolder, { recursive: true, force: true });
}
