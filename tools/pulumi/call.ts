import type { StdioOptions } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execFile as run } from "../../components/process/child.mjs";
import { PrivateFolder } from "../../components/process/privateFolder.ts";
import { snapFolder } from "../../components/process/snapFolder.ts";
import { projectRoot } from "../../setup/project.ts";
import type { Environment } from "../../setup/pulumiHome.ts";
import { runInForeground } from "../foreground.mjs";
import { findBackend } from "./backend.ts";
import { pulumiEnvironment } from "./environment.ts";
import { stateFile } from "./fileBackend.ts";
import { refreshOption } from "./refresh.ts";
import { type PulumiRequest, readRequest } from "./request.ts";
import { projectName, selectedStack } from "./selectedStack.ts";
import { copyForReading, tidyUp, withoutSalt } from "./stackFile.ts";
import { targetOf } from "./targetOf.ts";

const defaultStack = "dev";
const onlyRead = new Set(["up", "preview", "destroy", "refresh"]);

/** The stack that a command line names. */
export function stackOf(args: readonly string[], root = projectRoot): string {
  return readRequest(args).stack ?? selectedStack(process.env, root) ?? defaultStack;
}

/**
 * Runs Pulumi in this terminal with the user's state or the project's own, and returns its exit code.
 *
 * Pulumi gets a folder for temporary files that is deleted after the run: the plugin that builds images
 * leaves one with all registry logins in clear after each build (docs/security.md).
 *
 * @param options its streams, default: the terminal's; more environment variables
 */
export async function callPulumi(
  args: readonly string[],
  root = projectRoot,
  options: { readonly stdio?: StdioOptions; readonly environment?: Environment } = {},
): Promise<number> {
  const request = readRequest(args);
  const selected = selectedStack(process.env, root);
  const stack = stackOf(args, root);
  const own = !findBackend(process.env, root).chosen;
  // The builder is docker's own, and must be able to read what the plugin writes.
  const parent = snapFolder() ?? tmpdir();
  using folder = new PrivateFolder("run", parent);
  const environment = {
    ...pulumiEnvironment(process.env, root),
    ...{ TMPDIR: folder.path, SWARM_TMPDIR: parent },
    ...(selected ? {} : { PULUMI_STACK: stack }),
    ...parallel(stack, root),
    // Set-up installs the plugins of the stack's target and verifies their checksums.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...options.environment,
  };
  const refresh = await refreshOption(args, stack, root);
  const call = (more: Environment = {}) =>
    runInForeground("pulumi", [...args, ...answers(request), ...refresh], {
      cwd: root,
      env: { ...environment, ...more },
      stdio: options.stdio ?? "inherit",
      // If only this process is killed, Pulumi continues.
      onStart: (pid) => folder.share(pid),
    });
  // In the project's own state, a settings file means that the stack should exist.
  const wanted = stack === defaultStack || (own && existsSync(join(root, `Pulumi.${stack}.yaml`)));
  if (wanted && onlyRead.has(request.verb)) await createStack(root, stack, own, environment);
  // Awaited, because the folder is deleted when this function ends.
  if (!own) return await call();
  if (!onlyRead.has(request.verb) || request.bringsSettings) return await withoutSalt(root, call);
  tidyUp(root);
  return await call({ PULUMI_OPTION_CONFIG_FILE: copyForReading(root, stack) });
}

function parallel(stack: string, root: string): Environment {
  const wanted = process.env.PULUMI_PARALLEL ?? targetOf(stack, root).parallel;
  return wanted === undefined ? {} : { PULUMI_PARALLEL: String(wanted) };
}

/** Without a terminal for its prompt, Pulumi changes nothing unless it gets `--yes`. */
function answers(request: PulumiRequest): string[] {
  if (request.verb !== "up" || request.answersItself || (process.stdin.isTTY && process.stdout.isTTY))
    return [];
  return ["--yes", "--non-interactive"];
}

async function createStack(
  root: string,
  stack: string,
  own: boolean,
  environment: Environment,
): Promise<void> {
  const { url } = findBackend(process.env, root);
  if (own && stateFile(url, projectName(root), stack) !== undefined) return;
  const options = { cwd: root, env: { ...environment, PULUMI_STACK: undefined } };
  const create = async () => {
    try {
      await run("pulumi", ["stack", "init", stack, "--no-select", "--non-interactive"], options);
    } catch (error) {
      const { stderr } = error as { stderr?: string };
      if (!stderr?.includes("already exists"))
        throw new Error(`stack ${stack} cannot be made: ${stderr?.trim()}`);
    }
  };
  await (own ? withoutSalt(root, create) : create());
}
