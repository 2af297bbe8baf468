import type { LiveSwarm, MachineView } from "./liveSwarm.ts";

export interface ForeignQuestion {
  readonly live: LiveSwarm;
  readonly cluster: string;
  /** Id of the swarm to adopt; undefined if the target cannot adopt one. */
  readonly adopt?: string | undefined;
  /** The manager whose swarm is adopted. */
  readonly seed: string;
}

/**
 * The error for a machine in a swarm that is not this cluster's; nothing may change then. Names and addresses
 * prove nothing; the swarm's label does, or the record that the machine wrote when it joined. The steps check
 * the same again on each machine (steps/scripts/owner.sh).
 */
export function foreignSwarmError({ live, cluster, adopt, seed }: ForeignQuestion): string | undefined {
  const views = Object.entries({ ...live.managers, ...live.absent });
  const foreign = views.flatMap(([name, view]) =>
    view && isIn(view) && !isOurs(view, cluster, adopt) ? [{ name, view }] : [],
  );
  if (foreign.length === 0) return undefined;
  const swarmId = foreign.find(({ name }) => name === seed)?.view.swarmId;
  return [
    ...foreign.map(({ name, view }) => `the machine of ${name} is in ${whose(view)}`),
    "  → nothing was changed. Leave the machine out of the settings, or take it out of that swarm where that swarm is managed",
    ...(adopt !== undefined && swarmId
      ? [
          `  → or let this cluster take over that swarm, with all that is in it: npm run pulumi -- config set swarm:adopt ${swarmId}`,
        ]
      : []),
  ].join("\n");
}

function isIn({ state }: MachineView): boolean {
  return state !== "inactive";
}

function isOurs(
  { swarmId, owner, joined, isCurrent }: MachineView,
  cluster: string,
  adopt?: string,
): boolean {
  if (swarmId) return owner.cluster === cluster || swarmId === adopt;
  // A worker of a swarm to adopt has no record yet; its step checks it.
  return (joined === cluster && isCurrent) || Boolean(adopt);
}

/** Describes the machine's swarm as owner.sh does. */
function whose({ swarmId, owner, peers, state }: MachineView): string {
  if (owner.cluster) return `the swarm ${swarmId} of cluster ${owner.cluster} (stack ${owner.stack})`;
  if (swarmId) return `the swarm ${swarmId}, which this program did not make`;
  const managers = peers.length > 0 ? ` with the managers ${peers.join(", ")}` : "";
  return `a swarm${managers} that cannot be shown to be this cluster's (state: ${state})`;
}
