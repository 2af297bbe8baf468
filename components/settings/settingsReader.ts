import { createHash } from "node:crypto";
import { resolve } from "node:path";
import type { StackSettings } from "../compose/stackSettings.ts";
import type { Diagnostic } from "../input/diagnostic.ts";
import { DiagnosticPath, unlessAbandoned } from "../input/diagnosticPath.ts";
import { requireAws } from "../targets/aws/settings/checks.ts";
import { completeAws, poolDefaults } from "../targets/aws/settings/defaults.ts";
import { checkHostsSecrecy } from "../targets/hosts/settings/checks.ts";
import { completeHosts } from "../targets/hosts/settings/defaults.ts";
import { checkSecrecy } from "./imagesSchema.ts";
import type { Settings, WorkerPool } from "./settings.ts";
import { checkSettings } from "./settingsChecks.ts";
import { settingsShape, type WrittenSettings } from "./settingsSchema.ts";

/** The project and stack of the settings. */
export interface Origin {
  readonly project: string;
  readonly stack: string;
  /** Absolute path of the project. */
  readonly root: string;
  /** Settings that Pulumi encrypts, `swarm:images`; undefined if unknown. */
  readonly secretKeys?: readonly string[] | undefined;
}

/**
 * Parses the settings of the namespace `swarm`, keyed without the namespace.
 *
 * An invalid value gets its default in the result, so that one run checks everything else, too.
 */
export function parseSettings(
  written: Readonly<Record<string, unknown>>,
  origin: Origin,
): { settings: Settings; diagnostics: Diagnostic[] } {
  const path = DiagnosticPath.top("swarm:");
  const read = unlessAbandoned(() => settingsShape(written, path)) ?? {};
  const settings = complete(read, origin);
  unlessAbandoned(() => {
    if (read.target === "aws") requireAws(written.aws, path.at("aws"));
    checkSecrecy(read.images ?? {}, origin.secretKeys, path.at("images"));
    checkHostsSecrecy(read, origin.secretKeys, path);
    checkSettings(settings, read, path);
  });
  return { settings, diagnostics: path.diagnostics };
}

function complete(written: WrittenSettings, { project, stack, root }: Origin): Settings {
  const aws = completeAws(written);
  const hosts = completeHosts(written);
  const managers = hosts?.machines.filter(({ role }) => role === "manager");
  // Empty means unset.
  const recover = written.recover || undefined;
  return {
    project,
    stack,
    target: written.target ?? "local",
    managers: managers?.length ?? written.managers ?? 1,
    pools: hosts ? [] : poolsOf(written.workers ?? 2, poolDefaults(written)),
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
    local: {
      port: written.local?.port ?? 8080,
      subnet: written.local?.subnet ?? "172.31.0.0/24",
      firstPort: written.local?.firstPort ?? derivedPort(project, stack),
    },
    ...(aws && { aws }),
    ...(hosts && { hosts }),
  };
}

/** The default name does not apply if the hosts have names of their own. */
function seedOf(written: string, managers: readonly string[] = [written]): string {
  const isSet = managers.includes(written) || written !== "manager-0";
  return isSet ? written : (managers[0] ?? written);
}

function poolsOf(
  workers: NonNullable<WrittenSettings["workers"]>,
  defaults: Partial<WorkerPool>,
): WorkerPool[] {
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
  return Object.entries(stacks).map(([name, { files, profiles = [], env = {}, timeout = 600, mirror }]) => ({
    name,
    files: files.map((file) => resolve(root, file)),
    profiles,
    env,
    timeout,
    ...(mirror === undefined ? {} : { mirror }),
  }));
}

/** Stable for a stack, and mostly different between stacks: 20000, 20010, … 29990. */
function derivedPort(project: string, stack: string): number {
  return 20000 + (createHash("sha256").update(`${project}/${stack}`).digest().readUInt32BE() % 1000) * 10;
}
