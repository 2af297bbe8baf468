import { nameLike, plain, refine, type Schema, show, stringLike } from "../input/schema.ts";

export const nodeName = nameLike(
  /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/,
  "is not a name for nodes",
  "use up to 40 lower-case letters, digits and hyphens, for example web",
);

/**
 * Names that a constraint can use:
 * https://docs.docker.com/engine/manage-resources/labels/#label-keys-and-values
 */
const anyLabelName = nameLike(
  /^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,126}[A-Za-z0-9_])?$/,
  "is not a name for a label",
  "use up to 128 letters, digits, ., - and _, with a letter, digit or _ at both ends, for example com.example.zone",
);

/** The value becomes an argument of docker on the seed, and part of a line in the node record. */
export const labelValue: Schema<string> = refine(plain, (value, path) =>
  /\p{Cc}/u.test(value)
    ? path.error(`${show(value)} has a line end or another control character`, "remove it")
    : value,
);

/** The prefix `swarm.` is reserved for this program. */
export const labelName: Schema<string> = refine(anyLabelName, (name, path) =>
  name.startsWith("swarm.")
    ? path.error("is a name that this program keeps for itself", "use a name that does not begin with swarm.")
    : name,
);

const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const domain = new RegExp(`^(${label}\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`);

export function domainLike(example: string): Schema<string> {
  const isDomain = (value: string) => domain.test(value);
  return refine(stringLike("a domain name in lowercase letters", example, isDomain), (name, path) =>
    name.length > 253 ? path.error("is longer than 253 characters", "use a shorter name") : name,
  );
}
