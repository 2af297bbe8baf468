import type { Target } from "../target.ts";
import { localPlan } from "./plan.ts";
import { checkPublishedPorts, checkSubnet } from "./settings/checks.ts";
import { completeLocal } from "./settings/defaults.ts";
import { localFields } from "./settings/schema.ts";
import type { LocalSettings } from "./settings/settings.ts";

/** Machines, registry and entry point are containers of this computer. */
export const local: Target<LocalSettings> = {
  name: "local",
  isDefault: true,
  isOnThisComputer: true,
  plugins: [{ name: "docker", why: "makes the local machines" }],
  plan: localPlan,
  cost: "costs nothing: it runs on this computer",
  fields: localFields,
  complete: completeLocal,
  machineRange: ({ subnet }) => ({ range: subnet, setting: "swarm:local.subnet" }),
  check: (settings, _written, path) => checkSubnet(settings, path),
  checkModels: checkPublishedPorts,
  checkComputer: async (...args) => (await import("./computer.ts")).checkComputer(...args),
  createResources: async (...args) => (await import("./resources.ts")).LocalResources.create(...args),
  isAsRecorded: async (...args) => (await import("./resources/recordedState.ts")).isAsRecorded(...args),
  objectsOf: async (stack) =>
    (await (await import("./resources/engineObjects.ts")).EngineObjects.read(stack, 7)).all,
};
