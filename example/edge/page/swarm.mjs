/** What the page knows of the swarm, from answers alone; pure, so that it can be tested without a browser. */

const remembered = 80;
const span = 5000;
/** How long a replica stays in the picture after its successor has answered. */
const handover = 3000;
const patienceLimits = { least: 2500, most: 20_000 };

export function emptySwarm() {
  return {
    answers: [],
    served: 0,
    failed: 0,
    visits: undefined,
    replicas: {},
    edges: {},
    counts: [],
  };
}

/** @param answer what a replica said, with `at`, `duration` and `edge` (node) */
export function withAnswer(swarm, answer) {
  const { at, replica, edge, visits } = answer;
  const before = swarm.replicas[replica] ?? { answers: 0, since: at };
  const counts = [...swarm.counts, { at, visits }].filter((count) => at - count.at <= span);
  return {
    ...swarm,
    answers: [...swarm.answers, answer].slice(-remembered),
    served: swarm.served + 1,
    visits: countedBy(counts, at),
    counts,
    replicas: {
      ...remembering(swarm.replicas, at),
      [replica]: { ...before, ...answer, answers: before.answers + 1 },
    },
    edges: { ...swarm.edges, [edge]: { at, answers: (swarm.edges[edge]?.answers ?? 0) + 1 } },
  };
}

/** @param failure `at`, `duration` and, as `failure`, what went wrong */
export function withFailure(swarm, failure) {
  return {
    ...swarm,
    answers: [...swarm.answers, failure].slice(-remembered),
    failed: swarm.failed + 1,
  };
}

/** Answers overtake each other: the highest of the last second, so that the number does not jump back. */
function countedBy(counts, now) {
  return Math.max(...counts.filter(({ at }) => now - at <= 1000).map(({ visits }) => visits));
}

function remembering(replicas, now) {
  return Object.fromEntries(
    Object.entries(replicas).filter(([, { at }]) => now - at <= 2 * patienceLimits.most),
  );
}

/** Everything to show at a moment. */
export function picture(swarm, now) {
  const recent = swarm.answers.filter(({ at }) => now - at <= span);
  const good = recent.filter(({ failure }) => failure === undefined);
  const edges = Object.entries(swarm.edges).filter(([, { at }]) => now - at <= 3 * span);
  const patience = patienceFor(Object.keys(swarm.replicas).length, edges.length, good.length / (span / 1000));
  const replicas = Object.values(swarm.replicas)
    .filter((replica) => now - replica.at <= (isReplaced(replica, swarm) ? handover : 2 * patience))
    .map((replica) => ({
      key: replica.replica,
      name: `api.${replica.slot}`,
      slot: replica.slot,
      node: replica.node,
      container: replica.container.slice(0, 12),
      version: replica.version,
      since: replica.since,
      answers: replica.answers,
      quiet: now - replica.at > (isReplaced(replica, swarm) ? handover / 2 : patience),
    }))
    .sort((a, b) => a.slot - b.slot || a.since - b.since);
  const live = replicas.filter(({ quiet }) => !quiet);
  const names = new Set([...edges.map(([name]) => name), ...replicas.map(({ node }) => node)]);
  const nodes = [...names].sort(byName).map((name) => ({
    name,
    edge: edges.find(([edge]) => edge === name)?.[1].answers,
    replicas: replicas.filter(({ node }) => node === name),
  }));
  return {
    visits: swarm.visits,
    versions: versionsOf(live),
    rate: rateOf(swarm.counts.filter(({ at }) => now - at <= span)),
    responseTime: median(good.map(({ duration }) => duration)),
    failed: swarm.failed,
    mood: moodOf(swarm, recent),
    liveReplicas: live.length,
    liveNodes: new Set(live.map(({ node }) => node)).size,
    nodes,
    answers: swarm.answers,
  };
}

/** How long a living replica may be silent: each edge takes all of them in turn, and some answers are late. */
function patienceFor(replicas, edges, rate) {
  const turn = (1250 * Math.max(1, replicas) * Math.max(1, edges)) / Math.max(rate, 0.1);
  return Math.min(patienceLimits.most, Math.max(patienceLimits.least, turn));
}

function isReplaced(replica, swarm) {
  return Object.values(swarm.replicas).some(
    ({ slot, since, at }) => slot === replica.slot && since > replica.since && at > replica.at,
  );
}

function versionsOf(replicas) {
  const oldestFirst = [...replicas].sort((a, b) => a.since - b.since);
  return [...new Set(oldestFirst.map(({ version }) => version))];
}

/** By the shared counter, so that everybody's requests count. */
function rateOf(counts) {
  if (counts.length < 2) return undefined;
  const [first, last] = [counts[0], counts[counts.length - 1]];
  if (last.at - first.at < 500) return undefined;
  return Math.max(0, (1000 * (last.visits - first.visits)) / (last.at - first.at));
}

function median(numbers) {
  if (numbers.length === 0) return undefined;
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function moodOf({ served, failed }, recent) {
  if (recent.length === 0) return served + failed === 0 ? "waiting" : "failing";
  if (recent[recent.length - 1].failure !== undefined) return "failing";
  return failed > 0 ? "recovered" : "well";
}

function byName(a, b) {
  return a.localeCompare(b, "en", { numeric: true });
}
