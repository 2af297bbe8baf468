import { spawnSync } from "node:child_process";
import { pulumiEnvironment } from "../toolchain/pulumiEnvironment.ts";
import type { StateFile } from "./stackState.ts";

/** The ids of the containers that a stack's state knows; undefined where there is no such stack. */
export function recordedContainers(stack: string): Set<string> | undefined {
  const { status, stdout } = spawnSync("pulumi", ["stack", "export", "--stack", stack], {
    env: pulumiEnvironment(),
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["ignore", "pipe", "ignore"],
  });
  if (status !== 0) return undefined;
  const resources = (JSON.parse(stdout) as StateFile).deployment.resources ?? [];
  const containers = resources.filter(({ type }) => type === "docker:index/container:Container");
  return new Set(containers.flatMap(({ id }) => id ?? []));
}
