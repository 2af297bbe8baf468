import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { engineEvents, type StepMetadata } from "../../tools/pulumi/events.ts";
import { nameOf } from "../../tools/pulumi/urn.ts";
import type { Clone } from "./clone.ts";
import { endProcess, pulumiProcess, withChildren } from "./pulumiProcess.ts";

/** Where runs of `up` were killed, in order: `during create manager-0`, `after create manager-0`. */
export type Kills = readonly string[];

/** More than there are events: ends the test if a run makes no progress. */
const limit = 250;

/**
 * Runs `up` again and again and kills it with SIGKILL at each event in turn: once while a resource is
 * created, changed or deleted, once right after. Only `unlock` runs in between. Ends with the first run that
 * finishes.
 *
 * Kills every other run together with its children.
 */
export async function upKilledAtEachEvent(clone: Clone): Promise<Kills> {
  const kills: string[] = [];
  const interrupted = new Set<string>();
  while (kills.length < limit) {
    const killer = new Killer(clone.folder, interrupted, kills.length % 2 === 1);
    const { code, output } = await killer.watch(clone.npm("up", "--yes", "--skip-preview"));
    if (killer.kill === undefined) {
      assert.equal(code, 0, `after ${kills.length} kills, the last one ${kills.at(-1)}: ${output}`);
      return kills;
    }
    kills.push(killer.kill);
    const unlock = await clone.npm("unlock");
    assert.equal(unlock.code, 0, `${killer.kill}: ${unlock.output}`);
  }
  assert.fail(`still not through after ${limit} kills: ${kills.slice(-5)}`);
}

/** Kills one run at its next event that has not been tried. */
class Killer {
  kill: string | undefined;
  private readonly folder: string;
  private readonly interrupted: Set<string>;
  private readonly withChildren: boolean;
  private ended = false;

  constructor(folder: string, interrupted: Set<string>, alsoChildren: boolean) {
    this.folder = folder;
    this.interrupted = interrupted;
    this.withChildren = alsoChildren;
  }

  async watch<T>(run: Promise<T>): Promise<T> {
    const watching = this.look();
    const result = await run.finally(() => {
      this.ended = true;
    });
    await watching;
    return result;
  }

  private async look(): Promise<void> {
    while (!this.ended && this.kill === undefined) {
      await sleep(10);
      const found = pulumiProcess(this.folder);
      const log = found?.args[found.args.indexOf("--event-log") + 1];
      if (!found || !log) continue;
      const event = this.due(eventsIn(log));
      if (!event) continue;
      this.kill = event;
      for (const pid of this.withChildren ? withChildren(found.pid) : [found.pid]) endProcess(pid);
    }
  }

  private due(events: ReturnType<typeof engineEvents>): string | undefined {
    for (const { resourcePreEvent, resOutputsEvent } of events) {
      if (resOutputsEvent && changes(resOutputsEvent.metadata))
        return `after ${inWords(resOutputsEvent.metadata)}`;
      if (!resourcePreEvent || !changes(resourcePreEvent.metadata)) continue;
      const moment = inWords(resourcePreEvent.metadata);
      if (this.interrupted.has(moment)) continue;
      this.interrupted.add(moment);
      return `during ${moment}`;
    }
    return undefined;
  }
}

function changes({ op, type }: StepMetadata): boolean {
  return (
    !["same", "refresh", "read"].includes(op) && !type.startsWith("pulumi:p") && !type.startsWith("swarm:")
  );
}

function inWords(metadata: StepMetadata): string {
  return `${metadata.op} ${nameOf(metadata.urn)}`;
}

function eventsIn(log: string): ReturnType<typeof engineEvents> {
  try {
    return engineEvents(readFileSync(log, "utf8"));
  } catch {
    return [];
  }
}
