/**
 * How long the scripts wait, in seconds. A script reads `tasksStop` as `$tasks_stop_seconds`:
 * readScript (script.ts) assigns the variables.
 *
 * Each covers what it waits for on a slow machine; what is done sooner goes on at once.
 */
export const waits = {
  /** For an earlier run of the same step. */
  lock: 120,
  engineAnswers: 90,
  /** For another step of the same run that joins the machine; shorter than a step's deadline. */
  joiningEnds: 100,
  machineStarts: 60,
  firstBoot: 600,

  /** For another drain; two at once would each rely on the other's tasks. */
  drainLock: 900,
  /** For nodes that drain side by side. */
  otherDrains: 600,
  tasksUnassigned: 10,
  /** For the tasks of a drained node to stop there, and then to run elsewhere. */
  tasksStop: 90,
  tasksMove: 60,
  /** A worker's request, from its start: other nodes may leave before it. */
  nodeRequest: 1300,
  /** Until a machine that is in no working swarm joins again. */
  lostSwarm: 300,
  /** For a machine that AWS ends to reach a manager, over all attempts; then it ends without one. */
  lastRequest: 180,
  /** Between two attempts of a machine to join, or to get other images. */
  poolAttempts: 10,
  /**
   * Between two checks for deployed images, and the most that is added to it, a different amount on each machine:
   * AWS answers 40 such requests a second in an account.
   */
  poolImages: 30,
  poolSpread: 15,
  /** Until a node of a pool that scales has pulled a deployment's images; then its pool goes on without it. */
  poolPulls: 300,
  /** The same while no node of its pool has them. */
  firstPoolPulls: 600,
  /** Between two checks for AWS's notices. */
  notices: 5,

  nodeJoins: 60,
  nodeKnown: 20,
  nodeReady: 60,
  managerVotes: 60,
  managerBecomesWorker: 60,
  nodeRemoved: 30,
  nodeLeaves: 60,

  swarmHasLeader: 60,
  managersReachable: 20,
  managersBack: 300,
  tasksBack: 90,
  ingressChanges: 30,
  ingressCreated: 60,

  /** For a deployment of the same stack, to remove it. */
  stackLock: 900,
  /** For the last docker command of a deployment that was killed. */
  commandLock: 60,
  /** For tasks to stop, in addition to their own grace period. */
  tasksGone: 120,
  networksUnused: 30,

  rebalanceLock: 900,
  serviceSpreads: 600,
  serviceStarts: 120,
  pullLock: 900,

  /** Of a mount target: https://docs.aws.amazon.com/efs/latest/ug/troubleshooting-efs-mounting.html */
  nameSpreads: 180,
  fileSystemAnswers: 60,
} as const;

/**
 * When a step is killed, in seconds from its start.
 *
 * A step whose script waits for others has time for that, and for its own work after it.
 */
export const deadlines = {
  /** Of a step without its own. */
  step: 120,
  bootstrap: 300,
  leave: 240,
  /** A node that drains, or leaves: others may drain before it. */
  drain: waits.otherDrains + 600,
  managerReady: waits.managersBack + waits.tasksBack + 150,
  /** Grace periods count up to 13 minutes: scripts/remove.sh. */
  removeStack: waits.stackLock + 1000,
  /** What a docker command of a deployment may take beyond its own time: in its script, and with the connection. */
  commandScript: 60,
  commandConnection: 90,
  directories: waits.lock + waits.nameSpreads + waits.fileSystemAnswers + 60,
  rebalance: 3600,
  pull: waits.pullLock + 900,
  poolImages: waits.poolPulls + waits.firstPoolPulls + 60,
  firstBoot: waits.firstBoot + 300,
  /** To connect to a machine, including its proxy. */
  connect: 240,
  /** The same while the machine may boot for the first time. */
  connectAtBoot: 900,
  /** One attempt to log in to a machine that may be booting. */
  login: 30,
  /** A question to this computer's engine or kernel. */
  question: 5,
  /** A request whose answer is not needed to go on. */
  optionalRequest: 10,
  /** A copy of an image between registries. */
  mirror: 1800,
} as const;

/**
 * Tries to connect, and the seconds of each: a step gives up on a silent machine after three and a half minutes, and
 * sooner on one that refuses.
 */
export const dialLimits = { dialErrorLimit: 15, perDialTimeout: 10 } as const;

/** The load balancer's waits for a node that leaves, in seconds, in the order of traffic.sh's arguments. */
export const trafficWaits = {
  /** For another node that closes. */
  lock: 120,
  /** For another node to serve a port that only this one serves. */
  otherServer: 5,
  /** For the responses to the requests that the node has. */
  responses: 15,
  /** Until the node has left; then its address is free for others. */
  leave: deadlines.drain,
} as const;

/** For targets of AWS's load balancer, in seconds. It takes 2 to 5 minutes to register or deregister one. */
export const targetWaits = { between: 5, deadline: 900 };

/** Of an observation of a live manager, in seconds: to connect, and for the whole answer. */
export const probeLimits = { connect: 3, probe: 10 };

/** Of a machine's check, in seconds: to connect, for the check, and until a machine that does not answer is given up. */
export const checkLimits = { connect: 10, check: 150, silence: 60 };

/** Of a deployment, in seconds. */
export const deploymentLimits = {
  connect: 10,
  /** Until a silent seed is given up. */
  silence: 200,
  /** For an earlier deployment to end after its own timeout. */
  earlier: 240,
  /** Until it says that it waits for that one. */
  note: 10,
  /** Until nodes have reported to a new leader. */
  report: 30,
  /** For everything after the services have converged. */
  end: 180,
  /** Between two observations. */
  pause: 0.4,
  stackDeploy: 300,
  serviceUpdate: 60,
  /**
   * For rollbacks: swarm alone waits a minute for a task that no node has, before it goes on.
   * https://github.com/moby/swarmkit/blob/v2.0.0/manager/orchestrator/restart/restart.go
   */
  rollback: 120,
  /** Between two lines of progress, and until one is repeated. */
  line: 2,
  sameLine: 30,
};

/** Of the connection to the seed's engine, in seconds. */
export const engineLimits = {
  /** For the socket to appear. */
  socket: 15,
  request: 60,
  /** Between signs of life (stack/scripts/engineAccess.sh). */
  signOfLife: 15,
  /** For ssh to end. */
  close: 2,
};

/** Until the entry point answers, in seconds: a new load balancer of a cloud takes minutes. */
export const answerLimits = { onNodes: 60, inCloud: 300 };

/** Until AWS gives up a machine of a pool that starts, or ends one that has not left, in seconds. */
export const poolLimits = { launch: 900, end: 1800 };

/** For the page that returns this computer's address, in seconds. */
export const addressPageLimit = 10;

/** For a machine that may be dead, in seconds: one try, and the pause until a limit of 30 s on connections has passed. */
export const deadHostTimes = { try: 10, pause: 35 };

/** For the address of a terminated manager, in seconds. */
export const addressWaits = { between: 5, deadline: 300 };

/** For SSH through a bastion that has just started: seconds between two tries, and their number. */
export const bastionWaits = { between: 5, tries: 24 };

const variable = /\b([a-z_]+)_seconds\b/g;

/**
 * The shell assignments of the waits that a script reads.
 *
 * @throws if it reads one that does not exist
 */
export function waitsOf(script: string): string {
  const names = new Set([...script.matchAll(variable)].map(([, name = ""]) => name));
  return [...names]
    .sort()
    .map((name) => {
      const key = name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
      if (!Object.hasOwn(waits, key))
        throw new Error(`no wait is called ${key}\n  → add it to steps/times.ts`);
      return `${name}_seconds=${waits[key as keyof typeof waits]}\n`;
    })
    .join("");
}
