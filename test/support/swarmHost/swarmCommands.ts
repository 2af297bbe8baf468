import { Refusal, type Subcommands } from "./subcommands.ts";
import type { SwarmHost } from "./swarmHost.ts";

/** The engine as `docker info` shows it; only a manager with a leader knows the cluster. */
const info = (host: SwarmHost) => {
  const { engine, cluster } = host;
  return {
    DockerRootDir: host.path("docker"),
    Swarm: {
      LocalNodeState: engine.state,
      NodeID: engine.state === "inactive" ? "" : engine.node,
      NodeAddr: engine.address,
      ControlAvailable: engine.isManager,
      Error: engine.error,
      RemoteManagers: engine.managers.map((address) => ({ Addr: address })),
      Cluster:
        engine.state === "active" && engine.isManager && engine.hasLeader
          ? {
              ID: cluster.id,
              Version: { Index: cluster.version },
              Spec: {
                Name: "default",
                Labels: cluster.labels,
                ...cluster.spec,
                EncryptionConfig: { AutoLockManagers: cluster.hasAutolock },
              },
            }
          : undefined,
    },
  };
};

export const swarmCommands: Subcommands = {
  version: { options: [], reads: () => [{}] },
  info: { options: ["--format="], reads: (host) => [info(host)] },
  "swarm join-token": {
    options: ["--quiet"],
    reads: (_host, call) => [{ ID: `SWMTKN-${call.args[0]}` }],
  },
  "swarm init": {
    options: ["--force-new-cluster", "--advertise-addr="],
    changes: (host, call) => {
      if (!call.has("--force-new-cluster")) throw new Error("the fake swarm starts with POST /swarm/init");
      host.engine.hasLeader = true;
      host.engine.address = call.one("--advertise-addr") ?? "";
    },
  },
  "swarm update": {
    options: ["--autolock="],
    changes: (host, call) => {
      host.cluster.hasAutolock = call.one("--autolock") === "true";
    },
  },
  "swarm leave": { options: ["--force"], changes: (host) => host.leave() },
  ps: {
    options: ["--filter=", "--quiet"],
    reads: (host, call) => {
      if (call.one("--filter") !== "label=com.docker.swarm.task")
        throw new Error("the fake swarm lists containers of tasks only");
      const running = host.swarm.tasks.filter(
        ({ node, state }) => node === host.engine.node && state === "running",
      );
      return (host.containers ?? running.map(({ id }) => `container-of-${id}`)).map((ID) => ({ ID }));
    },
  },
  "network inspect": {
    options: ["--format="],
    reads: (host, call) => {
      if (call.args[0] !== "ingress") throw new Error("the fake swarm has the network ingress only");
      if (host.ingress === undefined) throw new Refusal("Error: No such network: ingress");
      return [{ Options: new Map(Object.entries(host.ingress)) }];
    },
  },
  "network rm": {
    options: [],
    changes: (host, _call, input) => {
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
