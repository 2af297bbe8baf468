import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PrivateFolder } from "../../components/process/privateFolder.ts";
import { callPulumi } from "../toolchain/callPulumi.ts";
import type { Environment } from "../toolchain/pulumiHome.ts";

/** How a run of Pulumi ended, and what its engine did: a line of JSON for each event. */
export interface WatchedRun {
  readonly code: number;
  readonly events: string;
}

/**
 * Runs Pulumi in this terminal and keeps the engine's events.
 *
 * @param options `isQuiet` shows errors only
 */
export async function callWithEvents(
  args: readonly string[],
  options: { readonly isQuiet?: boolean; readonly environment?: Environment } = {},
): Promise<WatchedRun> {
  // The engine hides secrets in it, and the program sends no debug messages, but addresses and names are there.
  using folder = new PrivateFolder("events");
  const file = join(folder.path, "events.json");
  const code = await callPulumi([...args, "--event-log", file], undefined, {
    environment: { ...options.environment, PULUMI_DEBUG_COMMANDS: "true" },
    ...(options.isQuiet ? { stdio: ["ignore", "ignore", "inherit"] } : {}),
  });
  return { code, events: textOf(file) };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Pulumi was only asked for its help.
    return "";
  }
}
