import type { DockerCall } from "./dockerCall.ts";
import { Refusal, type Subcommands } from "./subcommands.ts";
import type { SwarmHost } from "./swarmHost.ts";
import type { SwarmNode, SwarmTask } from "./swarmState.ts";

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

const known = (host: SwarmHost, id: string): SwarmNode => {
  const node = host.swarm.findNode(id === "self" ? host.engine.node : id);
  if (!node) throw new Refusal(`Error response from daemon: node ${id} not found`);
  return node;
};

/** A node as `docker node inspect` shows it. */
const facts = (node: SwarmNode) => ({
  ID: node.id,
  Spec: { Role: node.role, Availability: node.availability, Labels: node.labels },
  Status: { State: node.status, Addr: node.address },
  Description: {
    Hostname: node.hostname,
    Platform: { OS: "linux", Architecture: node.architecture },
  },
  ManagerStatus: node.isInRaft
    ? {
        Leader: node.reachability === "leader",
        Reachability: node.reachability === "leader" ? "reachable" : node.reachability,
      }
    : undefined,
});

/** A node as `docker node ls` shows it. */
const row = (host: SwarmHost, node: SwarmNode) => ({
  ID: node.id,
  Self: node.id === host.engine.node,
  Hostname: node.hostname,
  Status: capital(node.status),
  Availability: capital(node.availability),
  ManagerStatus: node.isInRaft ? capital(node.reachability) : "",
});

function matches(node: SwarmNode, [key, value]: DockerCall["filters"][number]): boolean {
  if (key === "role") return node.role === value;
  if (key !== "node.label") throw new Error(`the fake swarm does not filter nodes by ${key}`);
  const [label = "", wanted] = value.split(/=(.*)/s);
  return node.labels.get(label) === wanted;
}

/** A task as `docker node ps` and `docker service ps` show it. */
export const taskRow = (host: SwarmHost, { id, service, slot, node, state }: SwarmTask) => ({
  ID: id,
  Name: `${service}.${slot}`,
  Node: host.swarm.findNode(node)?.hostname ?? node,
  CurrentState: `${capital(state)} 2 hours ago`,
});

export function hasState(task: SwarmTask, [key, value]: DockerCall["filters"][number]): boolean {
  if (key === "desired-state") return task.desired === value;
  throw new Error(`the fake swarm does not filter tasks by ${key}`);
}

/** Changes labels first, like swarm: all of an update or nothing. */
function update(node: SwarmNode, call: DockerCall): void {
  const absent = call.all("--label-rm").find((label) => !node.labels.has(label));
  if (absent !== undefined) throw new Refusal(`key ${absent} doesn't exist in node's labels`);
  for (const label of call.all("--label-add")) {
    const [key = "", value = ""] = label.split(/=(.*)/s);
    node.labels.set(key, value);
  }
  for (const label of call.all("--label-rm")) node.labels.delete(label);
  node.availability = (call.one("--availability") ?? node.availability) as SwarmNode["availability"];
  node.role = (call.one("--role") ?? node.role) as SwarmNode["role"];
}

export const nodeCommands: Subcommands = {
  "node inspect": {
    options: ["--format="],
    reads: (host, call) => {
      if (call.args.length === 0) throw new Refusal('"docker node inspect" requires at least 1 argument.');
      return call.args.map((id) => facts(known(host, id)));
    },
  },
  "node ls": {
    options: ["--filter=", "--format=", "--quiet"],
    reads: (host, call) =>
      host.swarm.nodes
        .filter((node) => call.filters.every((filter) => matches(node, filter)))
        .map((node) => row(host, node)),
  },
  "node ps": {
    options: ["--filter=", "--format=", "--quiet"],
    reads: (host, call) => {
      const { id } = known(host, call.args[0] ?? "self");
      return host.swarm.tasks
        .filter((task) => task.node === id && call.filters.every((filter) => hasState(task, filter)))
        .map((task) => taskRow(host, task));
    },
  },
  "node update": {
    options: ["--label-add=", "--label-rm=", "--availability=", "--role="],
    changes: (host, call) => {
      update(known(host, call.args[0] ?? ""), call);
      host.reconcile();
    },
  },
  "node demote": {
    options: [],
    changes: (host, call) => {
      const node = known(host, call.args[0] ?? "");
      node.role = "worker";
      host.reconcile();
    },
  },
  "node rm": {
    options: ["--force"],
    changes: (host, call) => {
      const node = known(host, call.args[0] ?? "");
      if (node.isInRaft)
        throw new Refusal(
          `Error response from daemon: rpc error: code = FailedPrecondition desc = node ${node.id} is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal`,
        );
      host.swarm.removeNode(node.id);
      host.reconcile();
    },
  },
};
