import { createHmac } from "node:crypto";
import { specConfigOf } from "../compose/credentialSpec.ts";
import type { ServiceDocument } from "../compose/document.ts";
import type { ComposeModel, StackObject } from "../compose/model.ts";
import type { PayloadRecord } from "../steps/payload.ts";

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

/** The records for deploy.sh: external objects first, then those to create. */
export function objectRecords(model: ComposeModel, names: Readonly<Record<string, string>>): PayloadRecord[] {
  const own = model.objects.filter(({ driver }) => driver === undefined);
  const objects = own.map(({ kind, key, content, template, labels = {} }): PayloadRecord => {
    const name = names[`${kind}/${key}`] ?? "";
    const labelled = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
    const options = template || labelled.length > 0 ? [template ?? "", ...labelled] : [];
    return [kind, name, { base64: content.toString("base64") }, ...options];
  });
  return [...externalRecords(model), ...objects];
}

/** Predefined networks of every node. */
const ofEveryNode = ["host", "bridge", "none"];

/** `external-secret SERVICE,SERVICE NAME`: an external object and the services that use it. */
function externalRecords({ document }: ComposeModel): PayloadRecord[] {
  const usersOf = {
    config: users(document, (service) => [
      ...(service.configs ?? []).map(({ source }) => source),
      ...[specConfigOf(service) ?? []].flat(),
    ]),
    secret: users(document, ({ secrets = [] }) => secrets.map(({ source }) => source)),
    network: users(document, ({ networks = {} }) => Object.keys(networks)),
  };
  return (["config", "secret", "network"] as const).flatMap((kind) =>
    Object.entries(document[`${kind}s`]).flatMap(([key, { external, name = key }]): PayloadRecord[] => {
      const services = [...(usersOf[kind].get(key) ?? [])];
      if (!external || services.length === 0 || (kind === "network" && ofEveryNode.includes(name))) return [];
      return [[`external-${kind}`, services.join(","), name]];
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
