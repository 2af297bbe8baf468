import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PrivateFolder } from "../../components/process/privateFolder.ts";
import type { Environment } from "../../setup/pulumiHome.ts";
import { callPulumi } from "./call.ts";
import { type EngineEvent, engineEvents } from "./events.ts";

/** A finished run of Pulumi: its exit code and the engine's events. */
export interface WatchedRun {
  readonly code: number;
  readonly events: readonly EngineEvent[];
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
  // The engine masks secrets in the events and the program sends no debug messages, but they contain
  // addresses and names.
  using folder = new PrivateFolder("events");
  const file = join(folder.path, "events.json");
  const code = await callPulumi([...args, "--event-log", file], undefined, {
    environment: { ...options.environment, PULUMI_DEBUG_COMMANDS: "true" },
    ...(options.isQuiet ? { stdio: ["ignore", "ignore", "inherit"] } : {}),
  });
  return { code, events: engineEvents(textOf(file)) };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Pulumi only printed its help.
    return "";
  }
}
