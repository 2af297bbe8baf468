import { isMapping, type Shape, textLike, then, wordOf } from "../input/shape.ts";

/** A name in the swarm that does not come from a key. */
export const fullName = textLike("a name of letters, digits, -, _ and .", "shop-data", (value) =>
  /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value),
);

/** What every engine or swarm makes by itself. */
const taken = ["bridge", "docker_gwbridge", "host", "ingress", "none"];

export function networkName(whole: unknown): Shape<string> {
  if (isMapping(whole) && wordOf(whole.external) !== "" && wordOf(whole.external) !== "false")
    return fullName;
  return then(fullName, (name, place) =>
    taken.includes(name)
      ? place.refuse(
          `is ${name}, a network of docker's own`,
          "write another name, or external: true beside it",
        )
      : name,
  );
}
