import type { LiveSwarm, MachineView } from "./liveSwarm.ts";
import { type ManagerEndpoint, probe, probeAll } from "./probe.ts";

export interface ReadLiveStateArgs {
  /** The managers, the one that is asked first in front. */
  readonly endpoints: readonly ManagerEndpoint[];
  /** Every node that the settings list. */
  readonly nodes: readonly { readonly name: string }[];
  /** The way to the machines of some nodes; none for a machine that is gone. */
  readonly endpointsOf: (names: readonly string[]) => Promise<readonly ManagerEndpoint[]>;
}

/**
 * What the cluster is right now. Where a listed node is not Ready, its machine is asked, too: whether it runs, and
 * whose swarm it is in.
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

/** In front of all others comes the one of this name. */
export function firstOf(name: string) {
  return (one: ManagerEndpoint, other: ManagerEndpoint) =>
    Number(other.name === name) - Number(one.name === name);
}
