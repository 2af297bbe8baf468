import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Work } from "./step.ts";
import { callTool, ToolCallFailed } from "./toolCall.ts";

const lists = "/var/lib/apt/lists";
const aWeek = 7 * 24 * 3600 * 1000;
const unattended = { DEBIAN_FRONTEND: "noninteractive" };

/** True if this user can install system packages here. */
export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

export async function installPackage(work: Work, ...names: string[]): Promise<void> {
  const install = () => apt(work, "install", "--yes", "--no-install-recommends", ...names);
  const fresh = hasFreshLists();
  if (!fresh) await apt(work, "update");
  try {
    await install();
  } catch (error) {
    if (!(error instanceof ToolCallFailed)) throw error;
    const interrupted = error.lastLines.some((line) => line.includes("dpkg --configure -a"));
    if (interrupted) await callTool(work, "dpkg", ["--configure", "-a"], { environment: unattended });
    else if (fresh) await apt(work, "update");
    else throw error;
    await install();
  }
}

async function apt(work: Work, ...args: string[]): Promise<void> {
  const lockTimeout = ["-o", "DPkg::Lock::Timeout=300"];
  await callTool(work, "apt-get", [...lockTimeout, ...args], { environment: unattended });
}

function hasFreshLists(): boolean {
  if (!existsSync(lists)) return false;
  const packages = readdirSync(lists).filter((name) => name.includes("_Packages"));
  return packages.some((name) => Date.now() - statSync(join(lists, name)).mtimeMs < aWeek);
}
