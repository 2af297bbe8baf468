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
  const hash = createHmac("sha256", key)
    .update(`${object.kind}/${object.key}\0${object.content}`)
    .digest("hex");
  return `${stack}_${object.key}-${hash.slice(0, 12)}`;
}

/** What deploy.sh reads: one object a line, the compose file last. */
export function deployPayload(
  model: ComposeModel,
  names: Readonly<Record<string, string>>,
  composeText: string,
): string {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const objects = model.objects.map(
    (object) => `${object.kind} ${names[`${object.kind}/${object.key}`]} ${base64(object.content)}`,
  );
  return [...objects, `compose ${base64(composeText)}`, ""].join("\n");
}
