import type { DockerCall } from "./dockerCall.ts";
import { Refusal, type Subcommands } from "./subcommands.ts";
import type { SwarmHost } from "./swarmHost.ts";
import { hasLabel, type SwarmObject } from "./swarmState.ts";

const known = (host: SwarmHost, kind: SwarmObject["kind"], name: string): SwarmObject => {
  const object = host.swarm.objects.find((one) => one.kind === kind && one.name === name);
  if (!object) throw new Refusal(`Error response from daemon: ${kind} ${name} not found`);
  return object;
};

function remove(host: SwarmHost, kind: SwarmObject["kind"], call: DockerCall): void {
  for (const name of call.args) {
    const object = known(host, kind, name);
    if (object.isInUse) throw new Refusal(`${kind} ${name} is in use`);
    host.swarm.objects.splice(host.swarm.objects.indexOf(object), 1);
  }
}

/** Commands for a kind of objects; their ids are their names. */
const commands = (kind: SwarmObject["kind"]): Subcommands => ({
  [`${kind} ls`]: {
    options: ["--filter=", "--format=", "--quiet"],
    reads: (host, { filters }) =>
      host.swarm.objects
        .filter((object) => object.kind === kind && filters.every((filter) => hasLabel(object, filter)))
        .map(({ name }) => ({ ID: name, Name: name })),
  },
  [`${kind} rm`]: { options: [], changes: (host, call) => remove(host, kind, call) },
});

export const objectCommands: Subcommands = {
  ...commands("network"),
  ...commands("config"),
  ...commands("secret"),
  "network inspect": {
    options: ["--format="],
    reads: (host, call) => {
      if (call.args[0] !== "ingress") throw new Error("the fake swarm inspects the network ingress only");
      if (host.ingress === undefined) throw new Refusal("Error: No such network: ingress");
      return [{ Options: new Map(Object.entries(host.ingress)) }];
    },
  },
  "network rm": {
    options: [],
    changes: (host, call, input) => {
      if (call.args[0] !== "ingress") return remove(host, "network", call);
      if (input !== "y\n") throw new Error("docker network rm ingress asks whether it may");
      host.ingress = undefined;
    },
  },
  "network create": {
    options: ["--driver=", "--ingress", "--opt="],
    changes: (host, call) => {
      if (host.ingress !== undefined) throw new Refusal("network with name ingress already exists");
      host.ingress = Object.fromEntries(call.all("--opt").map((option) => [option, ""]));
    },
  },
};
