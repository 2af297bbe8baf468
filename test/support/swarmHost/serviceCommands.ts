import { parse } from "yaml";
import { hasState, taskRow } from "./nodeCommands.ts";
import { Refusal, type Subcommands } from "./subcommands.ts";
import type { SwarmHost } from "./swarmHost.ts";
import { hasLabel, type SwarmService } from "./swarmState.ts";

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
      ContainerSpec:
        service.image === undefined
          ? undefined
          : { Image: service.image, StopGracePeriod: service.stopGracePeriod, Isolation: "default" },
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
  if (key === "label") return hasLabel(service, [key, value]);
  throw new Error(`the fake swarm does not filter services by ${key}`);
}

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
  "service update": {
    options: ["--detach", "--force"],
    changes: (host, call) => {
      known(host, call.args[0] ?? "").update = "completed";
    },
  },
  "service rollback": {
    options: ["--detach"],
    changes: (host, call) => {
      const service = known(host, call.args[0] ?? "");
      if (service.previousImage === undefined) throw new Refusal("service does not have a previous spec");
      service.image = service.previousImage;
    },
  },
  "service rm": {
    options: [],
    changes: (host, call) => {
      for (const name of call.args) host.swarm.removeService(known(host, name).name);
      host.reconcile();
    },
  },
  "service logs": { options: [], reads: () => [] },
  "stack deploy": {
    options: ["--compose-file=", "--detach"],
    changes: (host, call, input) => {
      const file = parse(input) as { services: Readonly<Record<string, { image: string }>> };
      for (const [name, { image }] of Object.entries(file.services))
        host.swarm.add(`${call.args[0]}_${name}`, { image, replicas: 1 });
      host.reconcile();
    },
  },
};
