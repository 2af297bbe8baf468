import type { Subcommands } from "./subcommands.ts";

export const swarmCommands: Subcommands = {
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
};
