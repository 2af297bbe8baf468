import type { LiveSwarm, SwarmView } from "./liveSwarm.ts";

/** A manager as the settings define it. */
export interface ManagerIdentity {
  readonly name: string;
  readonly address: string;
  /**
   * True if its disk, and with it its raft membership, is known to be gone. Called only in case of trouble.
   */
  readonly isLost: () => boolean;
}

export interface QuorumQuestion {
  readonly live: LiveSwarm;
  readonly managers: readonly ManagerIdentity[];
  /** The manager that runs the manager-side commands. */
  readonly seed: string;
  /** `swarm:recover` */
  readonly recover?: string | undefined;
  /** Cluster id. */
  readonly cluster: string;
}

/** The error if nothing may change now, with a hint; undefined if the run can continue. */
export function quorumError(question: QuorumQuestion): string | undefined {
  if (question.live.swarm) return lostSeed(question) ?? shrinkingError(question);
  // The remaining managers may be about to elect a leader.
  return locked(question) ?? leftByHand(question) ?? lostQuorum(question) ?? lostSeed(question);
}

/** Autolock is on, and the engine has restarted since. */
function locked({ live, managers }: QuorumQuestion): string | undefined {
  const names = managers.map(({ name }) => name).filter((name) => stateOf(live, name) === "locked");
  const [first] = names;
  if (!first) return undefined;
  return `the swarm is locked on ${names.join(" and ")}\n  → nothing was changed. Unlock it with the key: npm run ssh -- ${first} docker swarm unlock; npm run up then turns autolock off, so that a manager comes back by itself`;
}

/** Every manager has left the swarm but still has its disk: a user ran docker swarm leave. */
function leftByHand({ live, managers, recover, cluster }: QuorumQuestion): string | undefined {
  const left = managers.filter(
    ({ name }) => stateOf(live, name) === "inactive" && live.managers[name]?.joined === cluster,
  );
  const [first] = left;
  if (!first || managers.some((manager) => !left.includes(manager) && !manager.isLost())) return undefined;
  const candidates = left.map(({ name }) => name);
  if (recover !== undefined && candidates.includes(recover)) return undefined;
  return `the swarm is gone: ${listed(left)} left it by hand, and its services are gone, too\n  → nothing was changed. To make a new swarm from ${first.name} and deploy the stacks there: npm run pulumi -- config set swarm:recover ${first.name}, then npm run up`;
}

/** The swarm has no leader: some managers may come back, or too few are left. */
function lostQuorum({ live, managers, recover }: QuorumQuestion): string | undefined {
  const survivors = managers.filter(({ name }) =>
    ["active", "pending", "error"].includes(stateOf(live, name)),
  );
  const members = Math.max(0, ...survivors.map(({ name }) => live.managers[name]?.peers.length ?? 0));
  const known = new Set(survivors.flatMap(({ name }) => live.managers[name]?.peers ?? []));
  const lost = managers.filter(
    ({ name, address, isLost }) => known.has(address) && (isLost() || stateOf(live, name) === "inactive"),
  );
  const majority = Math.floor(members / 2) + 1;
  if (survivors.length === 0) return undefined;
  if (members - lost.length >= majority)
    return recover === undefined
      ? undefined
      : `swarm:recover: is ${recover}, but the swarm is not lost: ${members - lost.length} of its ${members} managers still have their disks, and ${majority} are enough\n  → remove the setting, and start them: npm run up`;
  const what = `the swarm has permanently lost its quorum: ${listed(lost)} lost their disks, and of ${members} managers ${majority} are needed. Running tasks continue, but nothing can be changed`;
  const candidates = survivors.map(({ name }) => name);
  if (recover === undefined)
    return `${what}\n  → nothing was changed. To rebuild it from ${candidates[0]}, with its services and secrets: npm run pulumi -- config set swarm:recover ${candidates[0]}, then npm run up`;
  if (candidates.includes(recover)) return undefined;
  return `swarm:recover: is ${recover}, which has nothing to recover from\n  → set it to ${candidates.join(" or ")}`;
}

/** A seed without a swarm has to join, but no manager can let it in. */
function lostSeed({ live, managers, seed }: QuorumQuestion): string | undefined {
  const seedManager = managers.find(({ name }) => name === seed);
  if (!seedManager || stateOf(live, seed) === "active") return undefined;
  const isLost = stateOf(live, seed) === "inactive" || seedManager.isLost();
  const living = managers.find(({ name }) => name !== seed && stateOf(live, name) === "active");
  if (!isLost || !living) return undefined;
  return `${seed}, which runs the manager-side commands, has lost its disk, while ${living.name} still has the swarm\n  → nothing was changed. Make another manager the seed: npm run pulumi -- config set swarm:seed ${living.name}, then npm run up; ${seed} joins again as a new node`;
}

/** Managers leave one at a time; each time a majority of the remaining ones must be reachable. */
function shrinkingError({ live, managers: wanted }: QuorumQuestion): string | undefined {
  const managers = (live.swarm?.nodes ?? []).filter(({ raft }) => raft !== "");
  const stay = new Set(wanted.map(({ name }) => name));
  const leaving = managers.filter(({ name }) => !stay.has(name));
  const silent = managers.filter(({ raft }) => raft === "unreachable");
  const reachable = managers.length - silent.length;
  // In the worst order all reachable managers leave before the unreachable ones.
  const isSafe = leaving
    .filter(({ raft }) => raft !== "unreachable")
    .every((_, gone) => reachable - gone - 1 > Math.floor((managers.length - gone - 1) / 2));
  if (isSafe) return undefined;
  return `${listed(leaving)} should leave, but ${listed(silent)} cannot be reached: the swarm would lose its quorum\n  → nothing was changed. Bring ${listed(silent)} back first, with as many managers as before: npm run up`;
}

function listed(managers: readonly { readonly name: string }[]): string {
  return managers.map(({ name }) => name).join(" and ");
}

function stateOf(live: LiveSwarm, name: string): string {
  return live.managers[name]?.state ?? "";
}

/** A manager that is a member of raft. */
export interface RaftMember {
  readonly name: string;
  readonly isReachable: boolean;
}

/**
 * The members of raft in the order in which their machines may change: unreachable ones first, the leader
 * last, so that leadership moves only once.
 */
export function raftMembers({ nodes }: Pick<SwarmView, "nodes">): RaftMember[] {
  const order = ["unreachable", "reachable", "leader"];
  return nodes
    .filter(({ raft }) => raft !== "")
    .sort((one, other) => order.indexOf(one.raft) - order.indexOf(other.raft))
    .map(({ name, raft }) => ({ name, isReachable: raft !== "unreachable" }));
}
