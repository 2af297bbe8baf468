import { connect, type Socket } from "node:net";

export interface Target {
  readonly host: string;
  readonly port: number;
}

interface Known extends Target {
  /** When the API showed it first, and last, in milliseconds. */
  readonly since: number;
  until: number;
  isHealthy: boolean;
  /** The results of its last checks. */
  row: number;
}

/**
 * AWS takes minutes for what takes seconds here: a registered target gets no connections at first, and a
 * deregistered one still gets some. Health checks are ten times as frequent as ours.
 */
const lag = 3000;
const checkEvery = 1000;
/** A target changes its health after this many equal results: `healthyThreshold` of the target groups. */
const threshold = 2;

/** The targets of one listener, as a network load balancer sees them. */
export class TargetHealth {
  private readonly targets = new Map<string, Known>();
  private readonly timer = setInterval(() => this.check(), checkEvery);
  private turn = 0;

  follow(registered: readonly Target[]): void {
    const now = Date.now();
    for (const target of registered) {
      const key = `${target.host}:${target.port}`;
      const known = this.targets.get(key);
      if (known) known.until = now;
      else this.targets.set(key, { ...target, since: now, until: now, isHealthy: false, row: 0 });
    }
    for (const [key, { until }] of this.targets) if (until < now - lag) this.targets.delete(key);
  }

  /** The target of the next connection, in turn; all of them if none is healthy, as AWS does. */
  next(): Target | undefined {
    const now = Date.now();
    const all = [...this.targets.values()].filter(({ since }) => since < now - lag);
    const healthy = all.filter(({ isHealthy }) => isHealthy);
    const open = healthy.length > 0 ? healthy : all;
    return open[this.turn++ % open.length];
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private check(): void {
    for (const target of this.targets.values())
      open(target).then((socket) => {
        socket?.destroy();
        target.row = (socket !== undefined) === target.isHealthy ? 0 : target.row + 1;
        if (target.row < threshold) return;
        target.isHealthy = !target.isHealthy;
        target.row = 0;
      });
  }
}

/** A connection; undefined if the target refuses it or does not answer. */
export function open(target: Target): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ ...target, timeout: 1000 });
    const fail = () => {
      socket.destroy();
      resolve(undefined);
    };
    socket.once("timeout", fail);
    socket.once("error", fail);
    socket.once("connect", () => {
      socket.off("error", fail);
      socket.off("timeout", fail);
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}
