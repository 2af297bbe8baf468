import { spawnSync } from "../../components/process/child.mjs";
import { projectRoot } from "../../setup/project.ts";
import { findBackend } from "./backend.ts";
import { pulumiEnvironment } from "./environment.ts";
import { copyForReading } from "./stackFile.ts";

/** What Pulumi printed, or why it failed. */
export interface Answer {
  readonly output: string;
  /** Undefined if it succeeded. */
  readonly failure?: string;
  /** True if there is no such stack, or no Pulumi that could have created one. */
  readonly isMissing: boolean;
}

/** Runs a Pulumi command on a stack for its output; the stack's settings file stays as it is. */
export function queryPulumi(
  args: readonly string[],
  stack: string,
  { root = projectRoot, input = "" }: { readonly root?: string; readonly input?: string } = {},
): Answer {
  const environment = pulumiEnvironment(process.env, root);
  const own = !findBackend(process.env, root).chosen;
  const { error, status, stdout, stderr } = spawnSync("pulumi", [...args, "--stack", stack], {
    cwd: root,
    // Pulumi would add a salt to the stack's settings file.
    env: own ? { ...environment, PULUMI_OPTION_CONFIG_FILE: copyForReading(root, stack) } : environment,
    input,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return { output: "", failure: `Pulumi does not start: ${error.message}`, isMissing };
  }
  if (status === 0) return { output: stdout, isMissing: false };
  const failure = stderr.trim() || `pulumi ended with ${status}`;
  return { output: stdout, failure, isMissing: /no stack named \S+ found/.test(failure) };
}
