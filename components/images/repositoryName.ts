import { createHash } from "node:crypto";

/** What ECR accepts between two slashes; a whole name begins with a letter and has at most 256 characters. */
const allowed = /^[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$/;
const longest = 60;
/** Suffix of a part that had to be changed. */
const changed = /-[0-9a-f]{12}$/;

/** `swarm/prod/`, the prefix of all repository names of a Pulumi stack. */
export function repositoryPrefix(project: string, stack: string): string {
  return `${repositoryPart(project)}/${repositoryPart(stack)}/`;
}

/** A name that ECR refuses gets a hash for the lost characters, so that different names stay different. */
export function repositoryPart(name: string): string {
  if (allowed.test(name) && name.length <= longest && !changed.test(name)) return name;
  const parts = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const readable = ["p", ...parts]
    .join("-")
    .replace(/^p-(?=[a-z])/, "")
    .slice(0, 40)
    .replace(/-$/, "");
  return `${readable}-${createHash("sha256").update(name).digest("hex").slice(0, 12)}`;
}
