import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Work } from "./step.ts";
import { callTool, ToolCallFailed } from "./toolCall.ts";

const lists = "/var/lib/apt/lists";
const aWeek = 7 * 24 * 3600 * 1000;

/** Whether this user can install system packages here. */
export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

export async function installPackage(work: Work, ...names: string[]): Promise<void> {
  // An installation that was interrupted must be finished before the next one.
  await apt(work, "dpkg", ["--configure", "-a"]);
  const install = () => apt(work, "apt-get", ["install", "--yes", "--no-install-recommends", ...names]);
  const update = () => apt(work, "apt-get", ["update"]);
  const fresh = hasFreshLists();
  if (!fresh) await update();
  try {
    await install();
  } catch (error) {
    if (!fresh || !(error instanceof ToolCallFailed)) throw error;
    await update();
    await install();
  }
}

async function apt(work: Work, file: string, words: readonly string[]): Promise<void> {
  const patience = file === "apt-get" ? ["-o", "DPkg::Lock::Timeout=300"] : [];
  await callTool(work, file, [...patience, ...words], { environment: { DEBIAN_FRONTEND: "noninteractive" } });
}

function hasFreshLists(): boolean {
  if (!existsSync(lists)) return false;
  const packages = readdirSync(lists).filter((name) => name.includes("_Packages"));
  return packages.some((name) => Date.now() - statSync(join(lists, name)).mtimeMs < aWeek);
}
