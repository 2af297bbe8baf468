import { isMapping } from "../../input/mapping.ts";
import { refine, type Schema, scalarText, stringLike } from "../../input/schema.ts";

/** A name in the swarm that is not derived from a key. */
export const fullName = stringLike("a name of letters, digits, -, _ and .", "shop-data", (value) =>
  /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value),
);

/** Networks that every engine or swarm creates. */
const taken = ["bridge", "docker_gwbridge", "host", "ingress", "none"];

export function networkName(whole: unknown): Schema<string> {
  if (isMapping(whole) && scalarText(whole.external) !== "" && scalarText(whole.external) !== "false")
    return fullName;
  return refine(fullName, (name, path) =>
    taken.includes(name)
      ? path.error(`is ${name}, a network of docker's own`, "write another name, or external: true beside it")
      : name,
  );
}
