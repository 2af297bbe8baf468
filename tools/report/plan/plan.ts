import { componentTypes, isComponentType, resourceTypes } from "../../../components/names.ts";
import { isEnd, nodeOf } from "../../../components/targets/targetPlan.ts";
import { targets } from "../../../components/targets/targets.ts";
import { type Change, changesIn, type EnginePreview } from "../../pulumi/preview.ts";
import { type Danger, dangersIn } from "./dangers.ts";
import type { Holders } from "./lostVolumes.ts";
import { isMachine, type NodeChange, nodeChanges } from "./nodeChanges.ts";
import { type ServiceChange, serviceChanges, stackOf } from "./serviceChanges.ts";

export type Verdict = "no change" | "changes" | "danger" | "failed";

/** The change of one provider resource. */
export interface ResourceChange {
  readonly op: Change["op"];
  /** `ec2 SecurityGroup` */
  readonly kind: string;
  readonly name: string;
  readonly why: readonly string[];
}

/** What an update would do, for a reader. */
export interface Plan {
  readonly nodes: readonly NodeChange[];
  readonly services: readonly ServiceChange[];
  /** Stacks that the update deploys again. */
  readonly deployed: readonly string[];
  /** Replaced and deleted resources, except nodes and their machines. */
  readonly gone: readonly ResourceChange[];
  /** Created and updated resources, except nodes and their machines. */
  readonly made: readonly ResourceChange[];
  /** Number of changed resources, components included. */
  readonly changes: number;
  /** Number of steps that add no information: joins, pulls, builds. */
  readonly internal: number;
  readonly dangers: readonly Danger[];
  /** Why the preview failed. */
  readonly problems: readonly string[];
  /** The program's warnings. */
  readonly warnings: readonly string[];
}

export const exitCodes: Readonly<Record<Verdict, number>> = {
  "no change": 0,
  failed: 1,
  changes: 2,
  danger: 3,
};

export function verdict({ changes, dangers, problems }: Plan): Verdict {
  if (problems.length > 0) return "failed";
  if (dangers.length > 0) return "danger";
  return changes > 0 ? "changes" : "no change";
}

export function readPlan(preview: EnginePreview, holders?: Holders): Plan {
  const messages = (wanted: string) =>
    (preview.diagnostics ?? [])
      .filter(({ severity }) => severity === wanted)
      .map(({ message }) =>
        (message.startsWith(`${wanted}: `) ? message.slice(wanted.length + 2) : message).trimEnd(),
      );
  const changes = changesIn(preview);
  const nodes = nodeChanges(changes);
  const shownNodes = new Set(nodes.map(({ name }) => name));
  const isShown = (change: Change) => isMachine(change) && shownNodes.has(nodeOf(change));
  const components = changes.filter(({ type }) => isComponent(type));
  const resources = changes.filter((change) => !isComponent(change.type) && !isShown(change));
  const shown = resources.filter((change) => !isInternal(change));
  const named = shown.map(resourceChange);
  return {
    nodes,
    services: serviceChanges(components),
    deployed: changes.filter(isDeployment).map(stackOf),
    gone: named.filter(isEnd),
    made: named.filter((change) => !isEnd(change)),
    changes: changes.length,
    internal: resources.length - shown.length,
    dangers: dangersIn(changes, preview, holders),
    problems: messages("error"),
    warnings: messages("warning"),
  };
}

function isComponent(type: string): boolean {
  return isComponentType(type) || type === resourceTypes.stack;
}

function isDeployment({ type, owner, op }: Change): boolean {
  const isCommand = type === resourceTypes.localCommand || type === resourceTypes.remoteCommand;
  return isCommand && owner === componentTypes.ComposeStack && op !== "delete";
}

/** Steps on machines and images: their results show as nodes and services. */
const internalTypes: readonly string[] = [
  resourceTypes.remoteCommand,
  resourceTypes.builtImage,
  resourceTypes.pulledImage,
  resourceTypes.stash,
];

function isInternal(change: Change): boolean {
  const { type } = change;
  const isStep = type === resourceTypes.localCommand && localKind(change) === undefined;
  // A resource that connects two others is created and deleted with them.
  const isTie = /(Attachment|Association)$/.test(type);
  // It changes when `up` starts a machine that somebody stopped.
  const isPower = type.endsWith(":InstanceState") && change.op !== "update";
  return isStep || isTie || isPower || internalTypes.includes(type) || type.startsWith("pulumi:providers:");
}

/** What a command creates on this computer, if anything. */
function localKind(change: Change): string | undefined {
  return targets.map(({ plan }) => plan?.kindOf?.(change)).find(Boolean);
}

function resourceChange(change: Change): ResourceChange {
  const [provider = "", module = "", last = ""] = change.type.split(":");
  const group = module.split("/")[0] ?? "";
  const kind = localKind(change) ?? `${group === "index" ? provider : group} ${last}`;
  return { op: change.op, kind, name: change.name, why: change.reasons };
}
