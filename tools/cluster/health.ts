/** A line of `docker node ls --format json`. */
export interface NodeLine {
  readonly Hostname: string;
  readonly Status: string;
  readonly Availability: string;
  readonly ManagerStatus: string;
  readonly EngineVersion: string;
}

/** A line of `docker service ls --format json`. */
export interface ServiceLine {
  readonly Name: string;
  readonly Mode: string;
  readonly Replicas: string;
  readonly Image: string;
}

/** A line of `docker node ps --format json` for a task that should run. */
export interface TaskLine {
  readonly Name: string;
  readonly Node: string;
  readonly CurrentState: string;
  readonly Error: string;
}

/** Everything that is not as it should be, a sentence each. */
export function findTrouble(
  nodes: readonly NodeLine[],
  services: readonly ServiceLine[],
  tasks: readonly TaskLine[],
): string[] {
  return [
    ...nodes.flatMap(nodeTrouble),
    ...services.flatMap(serviceTrouble),
    ...tasks.flatMap((task) =>
      /^(Running|Complete)/.test(task.CurrentState)
        ? []
        : [`task ${task.Name} on ${task.Node || "no node"} is ${task.CurrentState}${because(task.Error)}`],
    ),
  ];
}

function nodeTrouble(node: NodeLine): string[] {
  if (node.Status !== "Ready") return [`node ${node.Hostname} is ${node.Status}`];
  if (node.ManagerStatus === "Unreachable") return [`manager ${node.Hostname} is unreachable`];
  return [];
}

function serviceTrouble(service: ServiceLine): string[] {
  const finished = /\((\d+)\/(\d+) completed\)/.exec(service.Replicas);
  if (finished) {
    const [, done, total] = finished;
    return done === total ? [] : [`job ${service.Name} has finished ${done} of ${total}`];
  }
  const [running = 0, wanted = 0] = (service.Replicas.split(" ")[0] ?? "").split("/").map(Number);
  // More than wanted is a roll-out that starts the new before it stops the old.
  return running >= wanted ? [] : [`service ${service.Name} runs ${running} of ${wanted}`];
}

function because(error: string): string {
  return error ? `: ${error.replace(/^"|"$/g, "")}` : "";
}
