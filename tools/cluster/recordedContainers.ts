import { spawnSync } from "../../components/process/child.mjs";
import { pulumiEnvironment } from "../toolchain/pulumiEnvironment.ts";
import { clusterOf, type StateFile } from "./stackState.ts";

/** What a stack's state knows of this computer's engine. */
export interface Recorded {
  /** Ids. */
  readonly containers: ReadonlySet<string>;
  /** Id of the cluster; undefined before its first `up` and after a destroy. */
  readonly cluster: string | undefined;
}

/**
 * What a stack's state knows of this computer's engine; undefined where there is no such stack.
 *
 * @throws where the state cannot be read: what is in it must not be taken for nothing
 */
export function recordedContainers(stack: string): Recorded | undefined {
  const { error, status, stdout, stderr } = spawnSync("pulumi", ["stack", "export", "--stack", stack], {
    env: pulumiEnvironment(),
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Where there is no Pulumi, nothing was made with it.
  if (error) return undefined;
  if (status !== 0) {
    if (isUnknown(stderr)) return undefined;
    throw new Error(
      `the state of stack ${stack} cannot be read: ${stderr.trim()}\n  → nothing was removed; fix that, then run npm run destroy again`,
    );
  }
  const state = JSON.parse(stdout) as StateFile;
  const resources = state.deployment.resources ?? [];
  const containers = resources.filter(({ type }) => type === "docker:index/container:Container");
  return {
    containers: new Set(containers.flatMap(({ id }) => id ?? [])),
    cluster: clusterOf(state),
  };
}

/** What Pulumi says of a stack that there is not. */
export function isUnknown(message: string): boolean {
  return /no stack named \S+ found/.test(message);
}
