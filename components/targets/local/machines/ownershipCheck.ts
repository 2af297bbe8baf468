import { labelNames } from "../../../names.ts";
import type { EngineObject } from "../../target.ts";
import { engineLines } from "./stoppedContainers.ts";

/**
 * The error if objects that this cluster did not create have its names; undefined if there are none.
 *
 * @param managers their number: their containers and volumes have fixed names
 */
export function ownershipError(stack: string, cluster: string, managers: number): string | undefined {
  const foreign = engineObjects(stack, managers).filter((object) => object.cluster !== cluster);
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

/** Objects with the stack's label, or with one of the fixed names. */
export function engineObjects(stack: string, managers: number): EngineObject[] {
  const prefix = `swarm-${stack}`;
  const managerNames = Array.from({ length: managers }, (_, index) => `${prefix}-manager-${index}`);
  const names = {
    container: [...managerNames, `${prefix}-registry`, `${prefix}-balancer`],
    network: [prefix],
    volume: [...managerNames, `${prefix}-registry`],
  };
  const commands = {
    container: ["ps", "--all", "--format", format("{{.Names}}")],
    network: ["network", "ls", "--format", format("{{.Name}}")],
    volume: ["volume", "ls", "--format", format("{{.Name}}")],
  };
  return (["container", "network", "volume"] as const).flatMap((kind) =>
    engineLines(...commands[kind])
      .map((line) => line.split("\t"))
      .filter(([name = "", label]) => label === stack || names[kind].includes(name))
      .map(([name = "", , cluster = ""]) => ({ kind, name, cluster })),
  );
}

function format(name: string): string {
  return [name, `{{.Label "${labelNames.stack}"}}`, `{{.Label "${labelNames.cluster}"}}`].join("\t");
}
