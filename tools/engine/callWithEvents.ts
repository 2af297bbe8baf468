import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callPulumi } from "../toolchain/callPulumi.ts";

/** How a run of Pulumi ended, and what its engine did: a line of JSON for each event. */
export interface WatchedRun {
  readonly code: number;
  readonly events: string;
}

/** Runs Pulumi in this terminal and keeps the engine's events. */
export async function callWithEvents(words: readonly string[]): Promise<WatchedRun> {
  // Readable by its owner only: the engine hides secrets in it, but addresses and names are there.
  const folder = mkdtempSync(join(tmpdir(), "swarm-events-"));
  const file = join(folder, "events.json");
  try {
    const environment = { PULUMI_DEBUG_COMMANDS: "true" };
    const code = await callPulumi([...words, "--event-log", file], undefined, { environment });
    return { code, events: textOf(file) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Pulumi was only asked for its help.
    return "";
  }
}
