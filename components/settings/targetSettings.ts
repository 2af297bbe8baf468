import type { ComposeModel } from "../compose/model.ts";
import type { DiagnosticPath } from "../input/diagnosticPath.ts";
import type { Workspace } from "../input/workspace.ts";
import type { MachineSpec } from "../machines/machine.ts";
import type { LoggingSettings } from "./loggingSettings.ts";
import type { Settings } from "./settings.ts";
import type { TargetSchema, WrittenSettings } from "./settingsSchema.ts";

/** A machine that the user lists, instead of counting managers and workers. */
export type ListedMachine = Pick<MachineSpec, "name" | "role" | "pool" | "labels" | "availability">;

/** The range of the machines' addresses. */
export interface MachineRange {
  readonly range: string;
  readonly setting: string;
}

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
 * What a target adds to the settings. It loads no Pulumi package, since every command reads the settings.
 *
 * `Own` is the type of `Settings.own`. These are methods, so that a list can hold targets of different types.
 */
export interface TargetSettings<Own = unknown> extends TargetSchema {
  /** True if its machines exist before the cluster does, so that `swarm:adopt` makes sense; default false. */
  readonly adopts?: boolean;
  /** True if its pools can scale by themselves: `min` and `max` of a pool; default false. */
  readonly scales?: boolean;
  /** Its settings with their defaults, from valid values. */
  complete(written: WrittenSettings, origin: Origin): Own;
  /** Fills in what a logging driver needs on this target. */
  completeLogging?(logging: LoggingSettings, own: Own, origin: Origin): LoggingSettings;
  /** The defaults of a pool's own keys. */
  poolDefaults?(written: WrittenSettings): Readonly<Record<string, unknown>>;
  /** The machines, if the user lists them. */
  listedMachines?(own: Own): readonly ListedMachine[];
  /** The range of the machines' addresses; undefined if the settings do not contain it. */
  machineRange?(own: Own): MachineRange | undefined;
  /** The setting that makes a file system for volumes of type efs, which all nodes mount; default: none. */
  readonly fileSystem?: { readonly setting: string; isOn(own: Own): boolean };
  /** Whether there is a registry for images; default true. */
  hasRegistry?(own: Own): boolean;
  /** Reports missing keys, from what the user wrote under `swarm:`. */
  checkRequired?(raw: Readonly<Record<string, unknown>>, path: DiagnosticPath): void;
  /** Reports secrets in clear text, whatever the target of the stack; `secretKeys` as in {@link Origin}. */
  checkSecrecy?(
    written: WrittenSettings,
    secretKeys: readonly string[] | undefined,
    path: DiagnosticPath,
  ): void;
  /** Checks its settings together with the others. */
  check?(settings: Settings<Own>, written: WrittenSettings, path: DiagnosticPath): void;
  /** Reads the files that the settings name. */
  readFiles?(
    own: Own,
    raw: Readonly<Record<string, unknown>>,
    workspace: Workspace,
    path: DiagnosticPath,
  ): Own;
  /** Checks the compose files together with the settings. */
  checkModels?(settings: Settings<Own>, models: readonly ComposeModel[], path: DiagnosticPath): void;
}
