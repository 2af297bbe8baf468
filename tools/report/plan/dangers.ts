import { componentTypes, stepNames } from "../../../components/names.ts";
import type { Change, EnginePreview } from "../../pulumi/preview.ts";
import { lostVolumes } from "./lostVolumes.ts";
import { isManager, nodeOf } from "./nodeChanges.ts";

/** A change that cannot be undone. */
export interface Danger {
  /** The resource or node that it affects; `--allow-danger` takes this name. */
  readonly name: string;
  readonly sentence: string;
}

interface Rule {
  readonly matches: (change: Change) => boolean;
  /** Default: the resource's name. */
  readonly name?: (change: Change) => string;
  readonly sentence: (change: Change) => string;
}

const ends = ({ op }: Change) => op === "delete" || op === "replace";
const past = ({ op }: Change) => (op === "delete" ? "deleted" : "replaced");

/** Changes that lose data, or an address that others use. */
const rules: readonly Rule[] = [
  {
    matches: (change) =>
      change.type === "pulumi:index:Stash" && change.owner === componentTypes.ClusterKeys && ends(change),
    sentence: () =>
      "The secret that all keys and passwords come from is lost; no machine can be reached any more.",
  },
  {
    matches: (change) =>
      (change.type === componentTypes.SwarmCluster && change.op === "delete") ||
      (stepNames.bootstrap.isOf(change.name) && change.type === "command:remote:Command" && ends(change)),
    name: ({ name }) => stepNames.bootstrap.ownerOf(name),
    sentence: () => "The swarm goes, with everything that runs on it.",
  },
  {
    matches: ({ type, name, op }) => type === componentTypes.SwarmNode && op === "delete" && isManager(name),
    sentence: ({ name }) => `The manager ${name} leaves the swarm; fewer managers may fail.`,
  },
  {
    matches: (change) => isLocalVolume(change, componentTypes.ContainerMachines) && ends(change),
    sentence: (change) =>
      `The volume of ${nameOfVolume(change.name)} is ${past(change)}, and with it a manager's membership and the data on it.`,
  },
  {
    matches: (change) => change.type === "aws:ebs/volume:Volume" && ends(change),
    sentence: (change) =>
      `The data volume of ${nodeOf(change) || change.name} is ${past(change)}, and with it a manager's membership and the data on it.`,
  },
  {
    matches: (change) => isLocalVolume(change, componentTypes.ContainerRegistry) && ends(change),
    sentence: () => "The registry's volume is deleted, and with it all images.",
  },
  {
    matches: (change) => change.type === "aws:ecr/repository:Repository" && ends(change),
    sentence: (change) => `The repository ${change.name} is ${past(change)}, and with it its images.`,
  },
  {
    // If the first deployment was refused or failed, the component and its attempt exist without it.
    matches: ({ type, name, owner, op }) =>
      type === "command:remote:Command" &&
      owner === componentTypes.ComposeStack &&
      stepNames.stack.isOf(name) &&
      op === "delete",
    name: deployedBy,
    sentence: (change) =>
      `The stack ${deployedBy(change)} is removed with all its services; its volumes stay on the nodes.`,
  },
  {
    matches: (change) => change.type === "aws:ec2/vpc:Vpc" && ends(change),
    sentence: (change) => `The VPC is ${past(change)}, and with it every machine in it.`,
  },
  {
    matches: (change) => change.type === "aws:lb/loadBalancer:LoadBalancer" && ends(change),
    sentence: (change) => `The load balancer is ${past(change)}; its address is another one, or none.`,
  },
  {
    matches: (change) =>
      change.owner === componentTypes.ContainerNetwork &&
      (ends(change) || (change.op === "update" && change.before.create !== change.after.create)),
    sentence: () => "The cluster's network is replaced; no machine can stay in it.",
  },
];

/** All dangers in a preview. */
export function dangersIn(changes: readonly Change[], preview: EnginePreview): Danger[] {
  const ruled = rules.flatMap(({ matches, name = (change) => change.name, sentence }) =>
    changes.filter(matches).map((change) => ({ name: name(change), sentence: sentence(change) })),
  );
  const disks = lostVolumes(changes, preview).map(({ node, services }) => ({
    name: node,
    sentence: `The disk of ${node} goes with its machine, and with it the volumes that these services may keep there: ${services.join(", ")}.`,
  }));
  const all = new Map([...ruled, ...disks].map((danger) => [`${danger.name}\0${danger.sentence}`, danger]));
  return [...all.values()];
}

function deployedBy({ name }: Change): string {
  return stepNames.stack.ownerOf(name);
}

function isLocalVolume({ type, name, owner }: Change, wanted: string): boolean {
  return type === "command:local:Command" && owner === wanted && stepNames.volume.isOf(name);
}

function nameOfVolume(name: string): string {
  return stepNames.volume.ownerOf(name);
}
