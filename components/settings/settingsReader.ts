import { createHash } from "node:crypto";
import { resolve } from "node:path";
import type { Fault } from "../input/fault.ts";
import { Place } from "../input/place.ts";
import type { Settings, StackSettings, WorkerPool } from "./settings.ts";
import { checkSettings } from "./settingsChecks.ts";
import { settingsShape, type WrittenSettings } from "./settingsShape.ts";

/** Where the settings belong. */
export interface Origin {
  /** Pulumi project. */
  readonly project: string;
  /** Pulumi stack. */
  readonly stack: string;
  /** Absolute path of the project. */
  readonly root: string;
}

/**
 * The settings of the namespace `swarm`, by their names without it.
 *
 * What is faulty has its default in the result, so that everything else is checked in the same run.
 */
export function parseSettings(
  written: Readonly<Record<string, unknown>>,
  origin: Origin,
): { settings: Settings; faults: Fault[] } {
  const place = Place.top("swarm:");
  const settings = complete(settingsShape(written, place) ?? {}, origin);
  checkSettings(settings, place);
  return { settings, faults: place.faults };
}

function complete(written: WrittenSettings, { project, stack, root }: Origin): Settings {
  return {
    project,
    stack,
    target: written.target ?? "local",
    managers: written.managers ?? 1,
    pools: poolsOf(written.workers ?? 2),
    seed: written.seed ?? "manager-0",
    addressPool: written.addressPool ?? "10.128.0.0/16",
    stacks: stacksOf(written.stacks ?? {}, root),
    local: {
      port: written.local?.port ?? 8080,
      subnet: written.local?.subnet ?? "172.31.0.0/24",
      firstPort: written.local?.firstPort ?? derivedPort(project, stack),
    },
  };
}

function poolsOf(workers: NonNullable<WrittenSettings["workers"]>): WorkerPool[] {
  if (typeof workers === "number") return [{ name: "worker", count: workers, labels: {} }];
  return Object.entries(workers).map(([name, { count = 0, labels = {} }]) => ({ name, count, labels }));
}

function stacksOf(stacks: NonNullable<WrittenSettings["stacks"]>, root: string): StackSettings[] {
  return Object.entries(stacks).flatMap(([name, { file, env = {}, timeout = 600 }]) =>
    file === undefined ? [] : [{ name, file: resolve(root, file), env, timeout }],
  );
}

/** The same for the same stack, most likely another one for another stack: 20000, 20010, … 29990. */
function derivedPort(project: string, stack: string): number {
  return 20000 + (createHash("sha256").update(`${project}/${stack}`).digest().readUInt32BE() % 1000) * 10;
}
