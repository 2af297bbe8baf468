import { createHmac } from "node:crypto";
import type { ServiceDocument } from "../compose/document.ts";
import type { ComposeModel } from "../compose/model.ts";
import type { StackObject } from "../compose/translate/objectContent.ts";

/** A config or secret that the deployer creates. */
export interface PlannedObject {
  readonly kind: "config" | "secret";
  /** Name in the swarm. */
  readonly name: string;
  /** In base64. */
  readonly content: string;
  readonly template?: "golang";
  readonly labels?: Readonly<Record<string, string>>;
}

/** What must exist before anything changes. */
export interface ExternalObject {
  readonly kind: "config" | "secret" | "network";
  readonly name: string;
  /** The services that use it. */
  readonly services: readonly string[];
}

/**
 * Names of a stack's configs and secrets by `config/<key>` and `secret/<key>`.
 *
 * A name contains a hash of the content, because swarm's objects are immutable: new content means a new
 * object, and its services roll. The hash is keyed: a plain one would let a short secret be guessed.
 */
export function objectNames(model: ComposeModel, key: string): Record<string, string> {
  return Object.fromEntries(
    model.objects.map((object) => [`${object.kind}/${object.key}`, objectName(model.name, object, key)]),
  );
}

/** Docker takes 64 characters, 13 of them for the hash. */
const longestStart = 51;

function objectName(stack: string, object: StackObject, key: string): string {
  const { kind, content, template, labels } = object;
  const head = [kind, object.key, ...(template ? [template] : [])].join("/");
  // Docker changes no label of an object that has the same name.
  const sorted = Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const labelled = labels ? `${JSON.stringify(sorted)}\0` : "";
  const hash = createHmac("sha256", key).update(`${head}\0${labelled}`).update(content).digest("hex");
  return `${`${stack}_${object.key}`.slice(0, longestStart)}-${hash.slice(0, 12)}`;
}

/** The objects to create, with their content; docker creates those of a driver. */
export function plannedObjects(
  model: ComposeModel,
  names: Readonly<Record<string, string>>,
): PlannedObject[] {
  const own = model.objects.filter(({ driver }) => driver === undefined);
  return own.map(({ kind, key, content, template, labels }) => ({
    kind,
    name: names[`${kind}/${key}`] ?? "",
    content: content.toString("base64"),
    ...(template ? { template } : {}),
    ...(labels ? { labels } : {}),
  }));
}

/** Predefined networks of every node. */
const ofEveryNode = ["host", "bridge", "none"];

/** External objects and the services that use them. */
export function externalObjects({ document }: ComposeModel): ExternalObject[] {
  const usersOf = {
    config: users(document, (service) => [
      ...(service.configs ?? []).map(({ source }) => source),
      ...[service.credential_spec?.config ?? []].flat(),
    ]),
    secret: users(document, ({ secrets = [] }) => secrets.map(({ source }) => source)),
    network: users(document, ({ networks = {} }) => Object.keys(networks)),
  };
  return (["config", "secret", "network"] as const).flatMap((kind) =>
    Object.entries(document[`${kind}s`]).flatMap(([key, { external, name = key }]) => {
      const services = [...(usersOf[kind].get(key) ?? [])];
      const isOfEveryNode = kind === "network" && ofEveryNode.includes(name);
      return external && services.length > 0 && !isOfEveryNode ? [{ kind, name, services }] : [];
    }),
  );
}

/** Services by the object that they use. */
function users(
  { services }: ComposeModel["document"],
  usedBy: (service: ServiceDocument) => readonly string[],
): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [name, service] of Object.entries(services))
    for (const key of usedBy(service)) found.set(key, (found.get(key) ?? new Set()).add(name));
  return found;
}
