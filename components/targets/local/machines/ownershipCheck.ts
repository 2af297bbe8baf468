import type { EngineObject } from "../../target.ts";

/** The error if objects that this cluster did not create have its names; undefined if there are none. */
export function ownershipError(
  objects: readonly EngineObject[],
  stack: string,
  cluster: string,
): string | undefined {
  const foreign = objects.filter((object) => object.cluster !== cluster);
  if (foreign.length === 0) return undefined;
  const owners = [...new Set(foreign.map((object) => object.cluster))].filter(Boolean);
  const made = foreign.map(
    ({ kind, name, cluster: owner }) =>
      `    ${kind} ${name}, ${owner ? `of cluster ${owner}` : "not made by this program"}`,
  );
  return [
    `stack ${stack}: this computer already has objects with these names that this cluster does not own:`,
    ...made,
    "  → nothing was changed; use the folder that created it, or take another name: npm start -- --stack NAME",
    ...owners.map(
      (owner) =>
        `  → if that folder no longer exists, run npm run destroy -- --stack ${stack} --cluster ${owner}, which removes it with all data on it`,
    ),
  ].join("\n");
}
