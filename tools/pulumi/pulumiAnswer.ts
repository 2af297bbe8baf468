import { execFile as run } from "../../components/process/child.mjs";
import { isUnknown } from "../cluster/recordedContainers.ts";
import { findBackend } from "./backend.ts";
import { pulumiEnvironment } from "./environment.ts";
import { copyForReading } from "./stackFile.ts";

/** Pulumi's JSON output about a stack, with secrets in clear; changes nothing. */
export async function pulumiAnswer<Answer>(
  args: readonly string[],
  stack: string,
  root: string,
): Promise<Answer> {
  const own = !findBackend(process.env, root).chosen;
  const environment = pulumiEnvironment(process.env, root);
  const { stdout } = await run("pulumi", [...args, "--show-secrets", "--stack", stack], {
    cwd: root,
    // Pulumi would add a salt to the stack's settings file.
    env: own ? { ...environment, PULUMI_OPTION_CONFIG_FILE: copyForReading(root, stack) } : environment,
    maxBuffer: 256 * 1024 * 1024,
  }).catch((error: { stderr?: string; message: string }) => {
    const why = error.stderr?.trim() || error.message;
    const hint = isUnknown(why)
      ? `npm run pulumi -- stack init ${stack} makes it`
      : "fix that, then run the command again";
    throw new Error(`stack ${stack} cannot be read: ${why}\n  → ${hint}`);
  });
  return JSON.parse(stdout) as Answer;
}
