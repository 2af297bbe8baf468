import { cluster } from "./fakeHost.ts";

/** Somebody else's cluster. */
export const otherCluster = "0123456789abcdef0123";

/** Who has made a thing of this computer's engine, and how engineOwner.sh calls it; undefined where it is nobody's. */
export const strangers = [
  { label: otherCluster, whose: `of cluster ${otherCluster}` },
  { label: "", whose: "not made by this program" },
] as const;

/** The answer of a fake docker that engineOwner.sh asks; without a label the thing is not there. */
export function ownerAnswer(label: string | undefined): string {
  return label === undefined ? "{ echo no such volume >&2; exit 1; }" : `echo '${label}'`;
}

/** How engineOwner.sh asks whose a thing is. */
export function askOwner(kind: string, name: string): string {
  return `docker ${kind} inspect ${name} --format {{index .Labels "swarm.cluster"}}`;
}

/** How it refuses to take over what somebody else has made. */
export function refusal(kind: string, name: string, whose: string): string {
  return [
    `the ${kind} ${name} is there already and is ${whose}`,
    "  → nothing was changed; use another stack name: npm start -- --stack NAME",
    `  → or, if nobody needs it, remove it first: docker ${kind} rm ${name}`,
    "",
  ].join("\n");
}

/** The arguments that every step of this computer's engine has. */
export function engineWords(verb: "make" | "remove", kind: string, name: string): string[] {
  return [verb, cluster, kind, name];
}
