import { mkdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where Docker from snap reads what is put there for it: it sees neither this computer's /tmp nor /dev/shm. Undefined
 * where docker is none from snap.
 */
export function snapFolder(environment: Environment = process.env): string | undefined {
  const folders = (environment.PATH ?? "").split(delimiter).filter(Boolean);
  const docker = folders.map((folder) => realPath(join(folder, "docker"))).find((path) => path !== undefined);
  // A command of a snap is a link to snap itself: /usr/bin/snap.
  if (!docker?.endsWith("/snap")) return undefined;
  const common = join(environment.HOME ?? homedir(), "snap/docker/common");
  mkdirSync(common, { recursive: true });
  return common;
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
