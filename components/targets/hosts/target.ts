import type { Target } from "../target.ts";
import { checkHosts, checkRegistry, checkSecrecy } from "./settings/checks.ts";
import { completeHosts } from "./settings/defaults.ts";
import { hostList } from "./settings/listedHosts.ts";
import { hostsFields } from "./settings/schema.ts";
import type { HostsSettings } from "./settings/settings.ts";
import { withSshKey } from "./settings/sshKey.ts";

/** Machines, registry and DNS belong to the user. */
export const hosts: Target<HostsSettings> = {
  name: "hosts",
  adopts: true,
  cost: "costs what its machines cost: they are yours, and no price list knows them",
  fields: hostsFields,
  complete: completeHosts,
  listedMachines: ({ machines }) => machines,
  hasRegistry: ({ registry }) => registry !== undefined,
  checkSecrecy,
  check: checkHosts,
  readFiles: withSshKey,
  checkModels: checkRegistry,
  createResources: async (...args) => (await import("./resources.ts")).HostsResources.create(...args),
  hostList,
};
