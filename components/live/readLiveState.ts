import type { LiveSwarm, MachineView } from "./liveSwarm.ts";
import { type ManagerEndpoint, probe, probeAll } from "./probe.ts";

export interface ReadLiveStateArgs {
  /** The managers; the first one is probed first. */
  readonly endpoints: readonly ManagerEndpoint[];
  readonly nodes: readonly { readonly name: string }[];
  /** Connects to the machines of some nodes; leaves out a machine that is gone. */
  readonly endpointsOf: (names: readonly string[]) => Promise<readonly ManagerEndpoint[]>;
}

/**
 * Reads the live state. If a node of the settings is not Ready, also probes its machine: whether it runs, and
 * which swarm it is in.
 */
export async function readLiveState({
  endpoints,
  nodes,
  endpointsOf,
}: ReadLiveStateArgs): Promise<LiveSwarm> {
  const live = await probe(endpoints);
  const known = live.swarm?.nodes ?? [];
  const ready = new Set(known.flatMap(({ name, state }) => (state === "ready" ? [name] : [])));
  const missing = nodes
    .map(({ name }) => name)
    .filter((name) => !ready.has(name) && !(name in live.managers));
  const asked = missing.length > 0 ? await probeAll(await endpointsOf(missing)) : [];
  const absent: Record<string, MachineView> = {};
  const failures: Record<string, string> = { ...live.failures };
  for (const [name, one] of asked) {
    if ("answer" in one) absent[name] = one.answer.view;
    else failures[name] = one.failure;
  }
  return { ...live, failures, absent };
}

/** Sorts the item with this name to the front. */
export function firstOf(name: string) {
  return (one: ManagerEndpoint, other: ManagerEndpoint) =>
    Number(other.name === name) - Number(one.name === name);
}
