import type { BindChoice } from "../../../components/compose/stackSettings.ts";
import { componentTypes, resourceTypes, stepNames } from "../../../components/names.ts";
import { type DangerRule, isEnd, type PlannedChange } from "../../../components/targets/targetPlan.ts";
import { targets } from "../../../components/targets/targets.ts";
import type { Change, EnginePreview } from "../../pulumi/preview.ts";
import { type ChangedBind, changedBinds } from "./changedBinds.ts";
import { type Holders, type LostVolumes, lostVolumes } from "./lostVolumes.ts";
import { isManager } from "./nodeChanges.ts";

/** A change that cannot be undone. */
export interface Danger {
  /** The resource or node that it affects; `--allow-danger` takes this name. */
  readonly name: string;
  readonly sentence: string;
}

/** Changes that lose data, or an address that others use: those of every target, then those of each. */
const rules: readonly DangerRule[] = [
  {
    matches: (change) =>
      change.type === resourceTypes.stash && change.owner === componentTypes.ClusterKeys && isEnd(change),
    sentence: () =>
      "The secret that all keys and passwords come from is lost; no machine can be reached any more.",
  },
  {
    matches: (change) =>
      (change.type === componentTypes.SwarmCluster && change.op === "delete") ||
      (stepNames.bootstrap.isOf(change.name) && change.type === resourceTypes.remoteCommand && isEnd(change)),
    name: ({ name }) => stepNames.bootstrap.ownerOf(name),
    sentence: () => "Deletes the swarm and everything on it.",
  },
  {
    matches: ({ type, name, op }) => type === componentTypes.SwarmNode && op === "delete" && isManager(name),
    sentence: ({ name }) => `The manager ${name} leaves the swarm; fewer managers may fail.`,
  },
  ...targets.flatMap(({ plan }) => plan?.dangers ?? []),
  {
    // If the first deployment was refused or failed, the component and its attempt exist without it.
    // A remote command of an earlier version makes way for a local one of the same name.
    matches: ({ type, name, owner, op }, all) =>
      /^command:(local|remote):Command$/.test(type) &&
      owner === componentTypes.ComposeStack &&
      stepNames.stack.isOf(name) &&
      op === "delete" &&
      !all.some((other) => other.name === name && other.op === "create"),
    name: deployedBy,
    sentence: (change) =>
      `The stack ${deployedBy(change)} is removed with all its services; its volumes stay on the nodes.`,
  },
];

/** All dangers in a preview. */
export function dangersIn(changes: readonly Change[], preview: EnginePreview, holders?: Holders): Danger[] {
  const ruled = rules.flatMap(({ matches, name = (change) => change.name, sentence }) =>
    changes
      .filter((change) => matches(change, changes))
      .map((change) => ({ name: name(change), sentence: sentence(change) })),
  );
  const disks = lostVolumes(changes, preview, holders).map((lost) => ({
    name: lost.node,
    sentence: lossOf(lost),
  }));
  const binds = changedBinds(changes).map((bind) => ({
    name: `${bind.stack}_${bind.service}`,
    sentence: bindSentence(bind),
  }));
  const all = new Map(
    [...ruled, ...disks, ...binds].map((danger) => [`${danger.name}\0${danger.sentence}`, danger]),
  );
  return [...all.values()];
}

function lossOf({ node, cause, services }: LostVolumes): string {
  const list = services.join(", ");
  if (cause === "disk")
    return `The disk of ${node} is deleted with its machine, and with it the volumes that these services may keep there: ${list}.`;
  if (cause === "left")
    return `${node} leaves the swarm; the volumes of these services stay on its machine, and they start elsewhere with empty ones: ${list}.`;
  return `${node} is drained; these services cannot run, because their volumes are there: ${list}. To move a volume: npm run volumes -- move VOLUME NODE.`;
}

const meanings: Readonly<Record<BindChoice, string>> = {
  config: "configs",
  host: "the path on the nodes",
  omit: "nothing",
  volume: "its volume",
};

function bindSentence({ stack, service, path, before, after }: ChangedBind): string {
  const setting = `swarm:stacks.${stack}.binds: {${JSON.stringify(path)}: ${before}}`;
  return `The service ${stack}_${service} gets ${meanings[after]} for ${path} instead of ${meanings[before]}, because of the files on this computer now; ${setting} keeps it.`;
}

function deployedBy({ name }: PlannedChange): string {
  return stepNames.stack.ownerOf(name);
}
