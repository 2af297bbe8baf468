import { type ChildProcess, spawn } from "node:child_process";
import { docker } from "./engine.ts";

/** One manager's view at one moment. */
export interface Sample {
  readonly manager: string;
  /** Seconds since the watch began. */
  readonly at: number;
  /** From `docker node ls`; empty if the manager returned no list. */
  readonly nodes: readonly ListedNode[];
  /** By service: `2/2`. */
  readonly services: Readonly<Record<string, string>>;
  /** The error that it returned instead of a list. */
  readonly complaint: string;
}

export interface ListedNode {
  readonly name: string;
  readonly status: string;
  readonly availability: string;
  /** `Leader`, `Reachable`, `Unreachable`, or empty for a worker. */
  readonly manager: string;
}

/** Printed by a machine that is not yet, or no longer, a manager. */
const outside =
  /not a swarm manager|not part of a swarm|n't connect|No such container|not running|Empty reply|Recv failure/i;

/** Seconds that a member may be without a leader if nothing stops the leader. */
const blink = 2;

/**
 * Every sign of a swarm below its quorum, or near it, one sentence each; pure.
 *
 * @param election seconds that one may take; default 0: nothing stops the leader, so there is none
 */
export function findQuorumTrouble(samples: readonly Sample[], election = 0): string[] {
  const lists = samples.flatMap(({ manager, at, nodes }) => {
    const managers = nodes.filter(
      (node) => node.manager && !isArriving(node, at, samples) && !isLeaving(node, at, samples),
    );
    if (managers.length === 0) return [];
    const up = managers.filter((node) => node.manager !== "Unreachable").length;
    const leaders = managers.filter((node) => node.manager === "Leader").length;
    const where = `${manager} after ${at.toFixed(1)} s`;
    return [
      ...(up < Math.floor(managers.length / 2) + 1 ? [`${where}: ${up} of ${managers.length} managers`] : []),
      ...(leaders === 1 || (leaders === 0 && election > 0) ? [] : [`${where}: ${leaders} leaders`]),
    ];
  });
  return [...lists, ...leaderless(samples, Math.max(blink, election))];
}

/** The list shows a manager that has just joined a moment before its reachability. */
function isArriving({ name, manager }: ListedNode, now: number, samples: readonly Sample[]): boolean {
  if (manager !== "Unreachable") return false;
  const before = samples.filter(({ at }) => at < now).flatMap(({ nodes }) => nodes);
  return (
    before.some((node) => node.manager) &&
    !before.some((node) => node.name === name && node.manager && node.manager !== "Unreachable")
  );
}

/** The leader closes the connection to a removed manager a moment before it takes it off the list. */
function isLeaving({ name, manager }: ListedNode, now: number, samples: readonly Sample[]): boolean {
  if (manager !== "Unreachable") return false;
  const lists = samples.filter(({ nodes }) => nodes.length > 0);
  const isManager = ({ nodes }: Sample) => nodes.some((node) => node.name === name && node.manager);
  const last = Math.max(...lists.filter(isManager).map(({ at }) => at));
  return last - now < blink && lists.some(({ at }) => at > last);
}

/** Between its first and its last list with a leader, a manager may only briefly be without one. */
function leaderless(samples: readonly Sample[], moment: number): string[] {
  const leads = ({ nodes }: Sample) => nodes.some((node) => node.manager === "Leader");
  const byManager = Map.groupBy(samples, ({ manager }) => manager);
  return [...byManager].flatMap(([manager, own]) => {
    const led = own.filter(leads).map(({ at }) => at);
    return led.flatMap((at, index) => {
      const before = led[index - 1] ?? at;
      const silent = own.find(
        (one) => one.at > before && one.at < at && (one.complaint !== "" || one.nodes.length > 0),
      );
      return silent && at - before > moment
        ? [`${manager} had no leader for ${(at - before).toFixed(1)} s: ${silent.complaint}`]
        : [];
    });
  });
}

/**
 * The nodes that left, and what was wrong with how they left, one sentence each, as one manager saw it; pure.
 */
export function findHastyLeavers(
  samples: readonly Sample[],
  manager: string,
  nodes: readonly string[],
): string[] {
  const own = samples.filter((one) => one.manager === manager && one.nodes.length > 0);
  return nodes.flatMap((name) => {
    const known = own.filter((one) => one.nodes.some((node) => node.name === name));
    const last = known.at(-1);
    if (!last || last === own.at(-1)) return [`${name} was ${last ? "never gone" : "never there"}`];
    const next = own[own.indexOf(last) + 1];
    const drained = known.filter((one) =>
      one.nodes.some((node) => node.name === name && node.availability !== "Active"),
    );
    // A node without tasks can leave between two samples: nothing is missing then.
    const unseen = next && next.at - last.at < 1 && isWhole(last) && isWhole(next);
    if (drained.at(-1) !== last) return unseen ? [] : [`${name} went without being drained`];
    return drained.some(isWhole) ? [] : [`${name} went before its tasks ran elsewhere`];
  });
}

function isWhole({ services }: Sample): boolean {
  return Object.values(services).every((replicas) => replicas.split("/")[0] === replicas.split("/")[1]);
}

/**
 * Ends when its file is removed: killing `docker exec` leaves the command running. Two calls of docker would
 * take several times the processor time.
 */
const question = `touch /run/asked; while [ -e /run/asked ]; do
  curl --silent --show-error --max-time 10 --unix-socket /var/run/docker.sock --write-out '\\n' \\
    http://engine/nodes 'http://engine/services?status=true' 2>&1
  echo end
  sleep 0.3
done`;

/** Queries all managers of a local stack, including later ones, about three times a second each. */
export function watchQuorum(stack: string): { stop(): Promise<Sample[]> } {
  const start = performance.now();
  const samples: Sample[] = [];
  const asked = new Map<string, ChildProcess>();
  const ask = (container: string) => {
    const manager = container.replace(`swarm-${stack}-`, "");
    const child = spawn("docker", ["exec", container, "sh", "-c", question]);
    asked.set(container, child);
    let rest = "";
    child.stdout.on("data", (piece) => {
      const parts = `${rest}${piece}`.split("end\n");
      rest = parts.pop() ?? "";
      const at = (performance.now() - start) / 1000;
      samples.push(...parts.map((text) => readSample(manager, at, text)));
    });
    child.once("close", () => asked.delete(container));
  };
  const look = () => {
    const filters = ["--filter", `label=swarm.stack=${stack}`, "--filter", `name=swarm-${stack}-manager-`];
    for (const name of docker("ps", ...filters, "--format", "{{.Names}}")) if (!asked.has(name)) ask(name);
  };
  look();
  const timer = setInterval(look, 1000);
  return {
    async stop() {
      clearInterval(timer);
      const ended = [...asked].map(([name, child]) => {
        spawn("docker", ["exec", name, "rm", "-f", "/run/asked"], { stdio: "ignore" });
        return new Promise((done) => child.once("close", done));
      });
      await Promise.all(ended);
      return samples;
    },
  };
}

/** An element of the engine's lists. */
interface Listed {
  readonly Spec: { readonly Name: string; readonly Availability: string };
  readonly Description: { readonly Hostname: string };
  readonly Status: { readonly State: string };
  readonly ManagerStatus?: { readonly Leader?: boolean; readonly Reachability: string };
  readonly ServiceStatus?: { readonly RunningTasks: number; readonly DesiredTasks: number };
}

/** @param text a line for each answer of the engine: a list, or an error */
export function readSample(manager: string, at: number, text: string): Sample {
  const lines = text.split("\n").filter(Boolean);
  const isList = (line: string) => line.startsWith("[");
  const listed = lines.filter(isList).flatMap((line): Listed[] => JSON.parse(line));
  const nodes = listed
    .filter((each) => "Description" in each)
    .map(({ Spec, Description, Status, ManagerStatus }) => ({
      name: Description.Hostname,
      status: capitalized(Status.State),
      availability: capitalized(Spec.Availability),
      manager: ManagerStatus?.Leader ? "Leader" : capitalized(ManagerStatus?.Reachability ?? ""),
    }));
  const services = listed.flatMap(({ Spec, ServiceStatus: status }) =>
    status ? [[Spec.Name, `${status.RunningTasks}/${status.DesiredTasks}`]] : [],
  );
  const complaint = lines.find((line) => !isList(line) && !outside.test(line)) ?? "";
  return {
    ...{ manager, at, nodes, services: Object.fromEntries(services) },
    complaint: nodes.length > 0 ? "" : complaint,
  };
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
