import type { NodeRole } from "../machines/machine.ts";

/** The machine that creates the swarm and runs the manager-side commands. */
export function seedOf<T extends { readonly name: string }>(machines: readonly T[], seed: string): T {
  const found = machines.find((machine) => machine.name === seed);
  if (!found) throw new Error(`swarm:seed: no manager is called ${seed}`);
  return found;
}

/** The managers that join one at a time: raft takes one new member at a time. */
export function joiningManagers<T extends { readonly name: string; readonly role: NodeRole }>(
  machines: readonly T[],
  seed: string,
): T[] {
  return machines.filter((machine) => machine.role === "manager" && machine.name !== seed);
}

export function workers<T extends { readonly role: NodeRole }>(machines: readonly T[]): T[] {
  return machines.filter((machine) => machine.role === "worker");
}
