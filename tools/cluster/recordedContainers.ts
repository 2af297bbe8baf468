import { spawnSync } from "../../components/process/child.mjs";
import { pulumiEnvironment } from "../pulumi/environment.ts";
import { clusterOf, type StateFile } from "../pulumi/state.ts";

/** The part of a stack's state that is about this computer's engine. */
export interface Recorded {
  /** Container ids. */
  readonly containers: ReadonlySet<string>;
  /** The cluster id; undefined before the first `up` and after a destroy. */
  readonly cluster: string | undefined;
}

/**
 * Reads the part of a stack's state that is about this computer's engine; undefined if there is no such
 * stack.
 *
 * @throws if the state cannot be read: an unreadable state is not an empty one
 */
export function recordedContainers(stack: string): Recorded | undefined {
  const { error, status, stdout, stderr } = spawnSync("pulumi", ["stack", "export", "--stack", stack], {
    env: pulumiEnvironment(),
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Without Pulumi, nothing was created with it.
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

/** True for Pulumi's error about a stack that does not exist. */
export function isUnknown(message: string): boolean {
  return /no stack named \S+ found/.test(message);
}
