import { lstatSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Where the plugin may have left its folders: the temporary folder, and the one outside of a run with `npm run`, in
 * which earlier runs with plain `pulumi` have theirs.
 */
export function buildFolderParents(environment = process.env): string[] {
  return [...new Set([tmpdir(), environment.SWARM_TMPDIR ?? tmpdir()])];
}

/**
 * Removes the folders with registry logins that the plugin docker-build leaves behind each build: its clean-up runs
 * before the folder is filled, https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/provider/internal/cli.go#L255
 *
 * Only those of this user that hold a login to this registry, and that no living process works with: builds of
 * other projects go on.
 *
 * @param address of the registry, as images are pushed there
 */
export function sweepBuildFolders(address: string, parent: string): void {
  for (const name of attempt(() => readdirSync(parent)) ?? []) {
    if (!/^pulumi-docker-\d+$/.test(name)) continue;
    const path = join(parent, name);
    const facts = lstatSync(path, { throwIfNoEntry: false });
    if (!facts?.isDirectory() || facts.uid !== process.getuid?.()) continue;
    const isOurs = logsInTo(path, address) && !isUsed(path, Date.now() - facts.mtimeMs);
    if (isOurs) attempt(() => rmSync(path, { recursive: true, force: true }));
  }
}

function logsInTo(path: string, address: string): boolean {
  const written = attempt(() => JSON.parse(readFileSync(join(path, "config.json"), "utf8")));
  return Object.hasOwn(written?.auths ?? {}, address);
}

const aDay = 24 * 3600 * 1000;

/** A build has its folder as its configuration; where processes cannot be seen, one of yesterday is over. */
function isUsed(path: string, age: number): boolean {
  if (process.platform !== "linux") return age < aDay;
  return readdirSync("/proc").some((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    const environment = attempt(() => readFileSync(`/proc/${pid}/environ`, "utf8")) ?? "";
    return environment.split("\0").includes(`DOCKER_CONFIG=${path}`);
  });
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
