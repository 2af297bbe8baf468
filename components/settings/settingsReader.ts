import { resolve } from "node:path";
import type { StackSettings } from "../compose/stackSettings.ts";
import type { Diagnostic } from "../input/diagnostic.ts";
import { DiagnosticPath, unlessAbandoned } from "../input/diagnosticPath.ts";
import { checkSecrecy } from "./imagesSchema.ts";
import { completeLogging } from "./loggingSettings.ts";
import type { Settings, WorkerPool } from "./settings.ts";
import { checkSettings } from "./settingsChecks.ts";
import { settingsSchema, type WrittenSettings } from "./settingsSchema.ts";
import type { Origin, TargetSettings } from "./targetSettings.ts";

/** Settings with the target that they name. */
export interface ParsedSettings<T extends TargetSettings> {
  readonly settings: Settings;
  readonly target: T;
  readonly diagnostics: Diagnostic[];
}

/**
 * Parses the settings of the namespace `swarm`, keyed without the namespace.
 *
 * An invalid value gets its default in the result, so that one run checks everything else, too.
 *
 * @param targets all targets, the default one first
 */
export function parseSettings<T extends TargetSettings>(
  written: Readonly<Record<string, unknown>>,
  origin: Origin,
  targets: readonly [T, ...T[]],
): ParsedSettings<T> {
  const path = DiagnosticPath.top("swarm:");
  const read = unlessAbandoned(() => settingsSchema(targets)(written, path)) ?? {};
  const target = targets.find(({ name }) => name === read.target) ?? targets[0];
  const settings = complete(read, origin, target);
  unlessAbandoned(() => {
    target.checkRequired?.(written, path);
    checkSecrecy(read.images ?? {}, origin.secretKeys, path.at("images"));
    for (const each of targets) each.checkSecrecy?.(read, origin.secretKeys, path);
    checkSettings(settings, target, read, path);
  });
  return { settings, target, diagnostics: path.diagnostics };
}

function complete(written: WrittenSettings, origin: Origin, target: TargetSettings): Settings {
  const { project, stack, root } = origin;
  const own = target.complete(written, origin);
  const listed = target.listedMachines?.(own);
  const managers = listed?.filter(({ role }) => role === "manager");
  const logging = completeLogging(written.logging ?? {});
  // Empty means unset.
  const recover = written.recover || undefined;
  return {
    project,
    stack,
    target: target.name,
    managers: managers?.length ?? written.managers ?? 1,
    pools: listed ? [] : poolsOf(written.workers ?? 2, target.poolDefaults?.(written) ?? {}),
    nodes: written.nodes ?? {},
    rebalance: written.rebalance ?? false,
    seed:
      recover ??
      seedOf(
        written.seed ?? "manager-0",
        managers?.map(({ name }) => name),
      ),
    ...(recover === undefined ? {} : { recover }),
    ...(written.adopt ? { adopt: written.adopt } : {}),
    addressPool: written.addressPool ?? "10.128.0.0/16",
    encrypt: written.encrypt ?? false,
    stacks: stacksOf(written.stacks ?? {}, root),
    images: { mirror: true, keep: 3, sources: {}, ...written.images },
    logging: target.completeLogging?.(logging, own, origin) ?? logging,
    hasRegistry: target.hasRegistry?.(own) ?? true,
    own,
  };
}

/** The default name does not apply if the listed machines have names of their own. */
function seedOf(written: string, managers: readonly string[] = [written]): string {
  const isSet = managers.includes(written) || written !== "manager-0";
  return isSet ? written : (managers[0] ?? written);
}

function poolsOf(workers: NonNullable<WrittenSettings["workers"]>, defaults: object): WorkerPool[] {
  if (typeof workers === "number") return [{ name: "worker", count: workers, labels: {}, ...defaults }];
  return Object.entries(workers).map(([name, pool]) => ({
    name,
    count: 0,
    labels: {},
    ...defaults,
    ...pool,
  }));
}

function stacksOf(stacks: NonNullable<WrittenSettings["stacks"]>, root: string): StackSettings[] {
  return Object.entries(stacks).map(
    ([name, { files, profiles = [], env = {}, timeout = 600, mirror, binds, pinVolumes }]) => ({
      name,
      files: files.map((file) => resolve(root, file)),
      profiles,
      env,
      timeout,
      ...(mirror === undefined ? {} : { mirror }),
      ...(binds === undefined ? {} : { binds }),
      ...(pinVolumes === undefined ? {} : { pinVolumes }),
    }),
  );
}
