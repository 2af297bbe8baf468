import { type Shape, then } from "../input/shape.ts";

/** A name in a form of its own; where it is a key, the place is the key's. */
export function nameLike(form: RegExp, problem: string, remedy: string): Shape<string> {
  return (value, place) => (form.test(String(value)) ? String(value) : place.refuse(problem, remedy));
}

export const nodeName = nameLike(
  /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/,
  "is not a name for nodes",
  "use up to 40 lower-case letters, digits and hyphens, for example web",
);

const anyLabelName = nameLike(/^[^\s=]{1,128}$/, "is not a name for a label", "use no blank and no =");

/** What begins with `swarm.` is this program's own. */
export const labelName: Shape<string> = then(anyLabelName, (name, place) =>
  name.startsWith("swarm.")
    ? place.refuse(
        "is a name that this program keeps for itself",
        "use a name that does not begin with swarm.",
      )
    : name,
);
