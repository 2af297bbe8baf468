import { hasState, taskRow } from "./nodeCommands.ts";
import { Refusal, type Subcommands } from "./subcommands.ts";
import type { SwarmHost } from "./swarmHost.ts";
import type { SwarmService, SwarmTask } from "./swarmState.ts";

const known = (host: SwarmHost, name: string): SwarmService => {
  const service = host.swarm.services.find((one) => one.name === name);
  if (!service) throw new Refusal(`Error: no such service: ${name}`);
  return service;
};

/** A service as `docker service inspect` shows it; its id is its name. */
const facts = (service: SwarmService) => ({
  ID: service.name,
  Spec: {
    Name: service.name,
    Mode: { Replicated: service.mode === "replicated" ? { Replicas: service.replicas } : undefined },
    TaskTemplate: {
      ContainerSpec: service.image === undefined ? undefined : { Image: service.image },
      Placement: { Constraints: service.constraints },
    },
  },
  PreviousSpec:
    service.previousImage === undefined
      ? undefined
      : { TaskTemplate: { ContainerSpec: { Image: service.previousImage } } },
  UpdateStatus: service.update === undefined ? undefined : { State: service.update },
});

/** A service as `docker service ls` shows it. */
function row(host: SwarmHost, { name, mode, replicas }: SwarmService) {
  const running = host.swarm.tasks.filter((task) => task.service === name && task.state === "running").length;
  const desired = mode === "global" ? host.swarm.wanted({ service: name }).length : replicas;
  const completed = mode === "replicated job" ? ` (${desired - running}/${desired} completed)` : "";
  return { ID: name, Name: name, Mode: mode, Replicas: `${running}/${desired}${completed}` };
}

function matches(service: SwarmService, [key, value]: readonly [string, string]): boolean {
  if (key === "mode") return service.mode === value;
  if (key === "name") return service.name.startsWith(value);
  throw new Error(`the fake swarm does not filter services by ${key}`);
}

/** A task as `docker inspect --type task` shows it. */
const taskFacts = ({ service, node, state }: SwarmTask) => ({
  ServiceID: service,
  NodeID: node,
  Status: { State: state },
});

export const serviceCommands: Subcommands = {
  "service ls": {
    options: ["--filter=", "--format=", "--quiet"],
    reads: (host, call) =>
      host.swarm.services
        .filter((service) => call.filters.every((filter) => matches(service, filter)))
        .map((service) => row(host, service)),
  },
  "service inspect": {
    options: ["--format="],
    reads: (host, call) => call.args.map((name) => facts(known(host, name))),
  },
  "service ps": {
    options: ["--filter=", "--format=", "--quiet", "--no-trunc"],
    reads: (host, call) => {
      const names = call.args.map((name) => known(host, name).name);
      return host.swarm.tasks
        .filter(
          (task) => names.includes(task.service) && call.filters.every((filter) => hasState(task, filter)),
        )
        .map((task) => taskRow(host, task));
    },
  },
  inspect: {
    options: ["--type=", "--format="],
    reads: (host, call) => {
      if (call.one("--type") !== "task") throw new Error("the fake swarm inspects tasks only");
      if (call.args.length === 0) throw new Refusal('"docker inspect" requires at least 1 argument.');
      return host.swarm.tasks.filter(({ id }) => call.args.includes(id)).map(taskFacts);
    },
  },
  "service update": {
    options: ["--detach", "--force"],
    changes: (host, call) => {
      known(host, call.args[0] ?? "").update = "completed";
    },
  },
};
