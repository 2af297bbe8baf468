import { mkdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A folder that Docker from snap can read, unlike /tmp and /dev/shm; undefined if docker is not from snap.
 */
export function snapFolder(environment: Environment = process.env): string | undefined {
  const folders = (environment.PATH ?? "").split(delimiter).filter(Boolean);
  const docker = folders.map((folder) => realPath(join(folder, "docker"))).find((path) => path !== undefined);
  // A snap's command is a link to snap itself: /usr/bin/snap.
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
