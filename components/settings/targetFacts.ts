import type { Settings } from "./settings.ts";

/** Whether the machines are on this computer and use its ports. */
export function isLocal(settings: Settings): boolean {
  return settings.target === "local";
}

/** The range of the machines' addresses. */
export interface MachineRange {
  readonly range: string;
  readonly setting: string;
}

/** Undefined if the settings do not contain the range, as for an existing VPC. */
export function machineRange({ local, aws, ...settings }: Settings): MachineRange | undefined {
  if (settings.target === "local") return { range: local.subnet, setting: "swarm:local.subnet" };
  if (settings.target !== "aws" || !aws || aws.network.existing) return undefined;
  return { range: aws.network.cidr, setting: "swarm:aws.network.cidr" };
}

/** Whether there is a registry for images; all targets but hosts create one. */
export function hasRegistry({ hosts, ...settings }: Settings): boolean {
  return settings.target !== "hosts" || hosts?.registry !== undefined;
}
