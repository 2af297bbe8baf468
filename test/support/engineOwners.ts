import { cluster } from "./fakeHost.ts";

/** The id of another cluster. */
export const otherCluster = "0123456789abcdef0123";

/**
 * Owners of an object in this computer's engine, and their names in engineOwner.sh; undefined without an
 * owner.
 */
export const otherOwners = [
  { label: otherCluster, whose: `of cluster ${otherCluster}` },
  { label: "", whose: "not made by this program" },
] as const;

/** The answer of a fake docker to engineOwner.sh; without a label, the object does not exist. */
export function ownerAnswer(label: string | undefined): string {
  return label === undefined ? "{ echo no such volume >&2; exit 1; }" : `echo '${label}'`;
}

/** The call with which engineOwner.sh queries the owner of an object. */
export function askOwner(kind: string, name: string): string {
  return `docker ${kind} inspect ${name} --format {{index .Labels "swarm.cluster"}}`;
}

/** The message with which it refuses to take over what belongs to another owner. */
export function refusal(kind: string, name: string, whose: string): string {
  return [
    `the ${kind} ${name} already exists and is ${whose}`,
    "  → nothing was changed; use another stack name: npm start -- --stack NAME",
    `  → or, if nobody needs it, remove it first: docker ${kind} rm ${name}`,
    "",
  ].join("\n");
}

/** The arguments that every step of this computer's engine has. */
export function engineWords(verb: "make" | "remove", kind: string, name: string): string[] {
  return [verb, cluster, kind, name];
}
