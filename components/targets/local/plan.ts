import { componentTypes, resourceTypes, stepNames } from "../../names.ts";
import { endOf, isEnd, type PlannedChange, type TargetPlan } from "../targetPlan.ts";

export const localPlan: TargetPlan = {
  machineTypes: [resourceTypes.container],
  dangers: [
    {
      matches: (change) => isVolume(change, componentTypes.ContainerMachines) && isEnd(change),
      sentence: (change) =>
        `The volume of ${stepNames.volume.ownerOf(change.name)} is ${endOf(change)}, and with it a manager's membership and the data on it.`,
    },
    {
      matches: (change) => isVolume(change, componentTypes.ContainerRegistry) && isEnd(change),
      sentence: () => "The registry's volume is deleted, and with it all images.",
    },
    {
      matches: (change) =>
        change.owner === componentTypes.ContainerNetwork &&
        (isEnd(change) || (change.op === "update" && change.before.create !== change.after.create)),
      sentence: () => "The cluster's network is replaced; no machine can stay in it.",
    },
  ],
  kindOf({ name, owner }) {
    if (owner === componentTypes.ContainerNetwork) return "network";
    return stepNames.volume.isOf(name) ? "volume" : undefined;
  },
};

function isVolume({ type, name, owner }: PlannedChange, wanted: string): boolean {
  return type === resourceTypes.localCommand && owner === wanted && stepNames.volume.isOf(name);
}
