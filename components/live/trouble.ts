import { labelNames } from "../names.ts";
import type { LiveNode, LiveSwarm } from "./liveSwarm.ts";

/** A reason why the cluster is not healthy, or may not be. */
export interface Trouble {
  /** A sentence, and a hint after the arrow. */
  readonly sentence: string;
  /** True if the current run repairs it. */
  readonly isMended: boolean;
}

export interface TroubleQuestion {
  readonly live: LiveSwarm;
  /** The nodes in the settings. */
  readonly nodes: readonly { readonly name: string; readonly acceptDown?: boolean }[];
  /** Whether a node's machine is gone or stopped, and the next `up` restores it. */
  readonly isReplaced: (name: string) => boolean;
}

/** All that is wrong or unknown: a cluster with either does not count as healthy. */
export function findTrouble(question: TroubleQuestion): Trouble[] {
  const { live } = question;
  return live.swarm ? nodesTrouble(question, live.swarm.nodes) : managersTrouble(question);
}

function managersTrouble({ live: { managers, failures }, isReplaced }: TroubleQuestion): Trouble[] {
  const unseen = Object.entries(failures).map(([name, reason]) => ({
    sentence: isReplaced(name)
      ? `the machine of ${name} does not run; up brings it back`
      : `${name} did not answer about the swarm: ${reason}\n  → restart its machine, or see what its shell prints: npm run ssh -- ${name}`,
    isMended: isReplaced(name),
  }));
  const leaderless = Object.entries(managers).flatMap(([name, view]) =>
    view && view.state !== "inactive" ? [`${name} is ${view.state}`] : [],
  );
  if (leaderless.length === 0) return unseen;
  const isMended = unseen.length > 0 && unseen.every((one) => one.isMended);
  const sentence = `the swarm has no leader: ${leaderless.join(", ")}\n  → start the other managers: without most of them nothing can be changed`;
  return [...unseen, { sentence, isMended }];
}

function nodesTrouble(question: TroubleQuestion, nodes: readonly LiveNode[]): Trouble[] {
  return question.nodes.flatMap(({ name, acceptDown = false }) => {
    const known = nodes.filter((node) => node.name === name);
    const twin = twinOf(name, question, nodes);
    if (twin) return [twin];
    const [node] = known;
    // A new node is not missing yet, and a node that was removed by hand is drift.
    if (!node || acceptDown || known.some(({ state }) => state === "ready")) return [];
    return downNode(node, question);
  });
}

/** A machine that was cloned with its disk is the same node as the original, whatever its name. */
function twinOf(
  name: string,
  { live: { absent = {} } }: TroubleQuestion,
  nodes: readonly LiveNode[],
): Trouble | undefined {
  const id = absent[name]?.nodeId;
  const other = id ? nodes.find((node) => node.id === id && node.name !== name) : undefined;
  if (!other || other.labels[labelNames.node] === undefined) return undefined;
  return {
    sentence: `the machine of ${name} is the node ${id}, which is ${other.name} already\n  → if it is a copy of the machine of ${other.name}, stop Docker on the copy, remove /var/lib/docker/swarm there, start Docker and run npm run up again`,
    isMended: false,
  };
}

function downNode({ id, name, state }: LiveNode, { live, isReplaced }: TroubleQuestion): Trouble[] {
  const is = `node ${name} is ${state[0]?.toUpperCase()}${state.slice(1)}`;
  if (isReplaced(name))
    return [{ sentence: `${is}: its machine does not run; up brings it back`, isMended: true }];
  // After a leader election every node is Unknown until it reports.
  if (state === "unknown") return [{ sentence: `${is}: the swarm waits for its report`, isMended: true }];
  const machine = live.absent?.[name];
  const accept = `accept that it is missing: swarm:nodes: {${name}: {acceptDown: true}}`;
  if (!machine) {
    const reason = live.failures[name];
    return [
      {
        sentence: `${is}${reason ? `, and its machine did not answer about the swarm: ${reason}` : ""}\n  → start its machine, or take it out of the settings, or ${accept}`,
        isMended: false,
      },
    ];
  }
  // The machine left by hand, which is drift: up makes it join again.
  if (machine.state === "inactive") return [];
  const seen =
    machine.nodeId === id
      ? `its machine runs and is ${machine.state} in the swarm, but does not reach the managers at ${machine.peers.join(", ")}`
      : `its machine is the node ${machine.nodeId || "of no swarm"} now`;
  return [
    {
      sentence: `${is}: ${seen}\n  → check its engine's log: npm run ssh -- ${name} journalctl -u docker; or ${accept}`,
      isMended: false,
    },
  ];
}
