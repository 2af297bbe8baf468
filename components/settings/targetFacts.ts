import type { Settings } from "./settings.ts";

/** Whether the machines are on this computer, so that its ports are theirs. */
export function isLocal(settings: Settings): boolean {
  return settings.target === "local";
}

/** The range that the machines' addresses come from. */
export interface MachineRange {
  readonly range: string;
  /** Path of the setting. */
  readonly setting: string;
}

/** Undefined where the range is not among the settings: that of a VPC which is there already. */
export function machineRange({ local, aws, ...settings }: Settings): MachineRange | undefined {
  if (settings.target === "local") return { range: local.subnet, setting: "swarm:local.subnet" };
  if (settings.target !== "aws" || !aws || aws.network.existing) return undefined;
  return { range: aws.network.cidr, setting: "swarm:aws.network.cidr" };
}

/** Whether there is a registry for images: the other targets make one. */
export function hasRegistry({ hosts, ...settings }: Settings): boolean {
  return settings.target !== "hosts" || hosts?.registry !== undefined;
}
