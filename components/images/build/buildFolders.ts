import { lstatSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * The temporary folders in which the plugin may have left its own: the current one, and the one that plain
 * `pulumi` uses outside of `npm run`.
 */
export function buildFolderParents(environment = process.env): string[] {
  return [...new Set([tmpdir(), environment.SWARM_TMPDIR ?? tmpdir()])];
}

/**
 * Removes the folders with registry logins that the plugin docker-build leaves behind after each build: its
 * clean-up runs before it fills the folder,
 * https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/provider/internal/cli.go#L255
 *
 * Removes only this user's folders that hold a login to this registry and that no living process uses: builds
 * of other projects continue.
 *
 * @param address of the registry, as pushes use it
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

/**
 * A build uses its folder as docker configuration; if processes are not visible, a day-old folder is unused.
 */
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
