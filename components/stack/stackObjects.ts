import { createHmac } from "node:crypto";
import type { ComposeModel, StackObject } from "./composeModel.ts";

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

/** What deploy.sh reads: what must be there, then one object a line, the compose file last. */
export function deployPayload(
  model: ComposeModel,
  names: Readonly<Record<string, string>>,
  composeText: string,
): string {
  const objects = model.objects.map(({ kind, key, content, template }) =>
    [kind, names[`${kind}/${key}`], content.toString("base64"), ...(template ? [template] : [])].join(" "),
  );
  return [...externalLines(model), ...objects, `compose ${base64(composeText)}`, ""].join("\n");
}

/** Networks of the engine itself, which every node has. */
const ofEveryNode = ["host", "bridge", "none"];

/** `external-secret SERVICE,SERVICE NAME`: what others have made, by the services that use it; the name in base64. */
function externalLines({ document }: ComposeModel): string[] {
  const services = Object.entries(document.services);
  const uses = {
    config: (key: string) =>
      services.filter(([, { configs = [] }]) => configs.some(({ source }) => source === key)),
    secret: (key: string) =>
      services.filter(([, { secrets = [] }]) => secrets.some(({ source }) => source === key)),
    network: (key: string) => services.filter(([, { networks = {} }]) => Object.hasOwn(networks, key)),
  };
  return (["config", "secret", "network"] as const).flatMap((kind) =>
    Object.entries(document[`${kind}s`]).flatMap(([key, { external, name = key }]) => {
      const users = uses[kind](key).map(([service]) => service);
      if (!external || users.length === 0 || (kind === "network" && ofEveryNode.includes(name))) return [];
      return [`external-${kind} ${users.join(",")} ${base64(name)}`];
    }),
  );
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
