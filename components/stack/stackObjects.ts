import { createHmac } from "node:crypto";
import type { ServiceDocument } from "../compose/document.ts";
import type { ComposeModel, StackObject } from "../compose/model.ts";
import type { PayloadRecord } from "../steps/payload.ts";

/**
 * Names of a stack's configs and secrets by `config/<key>` and `secret/<key>`.
 *
 * A name carries a hash of the content, because swarm's objects never change: new content is a new
 * object, and the services that use it roll. The hash is keyed: a plain one would let a short secret be guessed.
 */
export function objectNames(model: ComposeModel, key: string): Record<string, string> {
  return Object.fromEntries(
    model.objects.map((object) => [`${object.kind}/${object.key}`, objectName(model.name, object, key)]),
  );
}

function objectName(stack: string, object: StackObject, key: string): string {
  const { kind, content, template } = object;
  const head = [kind, object.key, ...(template ? [template] : [])].join("/");
  const hash = createHmac("sha256", key).update(`${head}\0`).update(content).digest("hex");
  return `${stack}_${object.key}-${hash.slice(0, 12)}`;
}

/** What deploy.sh reads of them: what must be there, then what it makes. */
export function objectRecords(model: ComposeModel, names: Readonly<Record<string, string>>): PayloadRecord[] {
  const objects = model.objects.map(({ kind, key, content, template }): PayloadRecord => {
    const name = names[`${kind}/${key}`] ?? "";
    return [kind, name, { base64: content.toString("base64") }, ...(template ? [template] : [])];
  });
  return [...externalRecords(model), ...objects];
}

/** Networks of the engine itself, which every node has. */
const ofEveryNode = ["host", "bridge", "none"];

/** `external-secret SERVICE,SERVICE NAME`: what others have made, by the services that use it. */
function externalRecords({ document }: ComposeModel): PayloadRecord[] {
  const usersOf = {
    config: users(document, ({ configs = [] }) => configs.map(({ source }) => source)),
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

/** Names of services by what they use. */
function users(
  { services }: ComposeModel["document"],
  usedBy: (service: ServiceDocument) => readonly string[],
): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [name, service] of Object.entries(services))
    for (const key of usedBy(service)) found.set(key, (found.get(key) ?? new Set()).add(name));
  return found;
}
