import { container, serveApi } from "./daemon.ts";
import type { DockerCall } from "./dockerCall.ts";
import { answerRequest } from "./engineApi.ts";
import { Refusal, type Subcommands } from "./subcommands.ts";
import type { SwarmHost } from "./swarmHost.ts";
import type { SwarmTask } from "./swarmState.ts";

/** The engine as `docker info` shows it; only a manager with a leader knows the cluster. */
const info = (host: SwarmHost) => {
  const { engine, cluster, daemon } = host;
  const { isRunning } = daemon;
  return {
    ServerVersion: isRunning ? daemon.version : "",
    LiveRestoreEnabled: isRunning && daemon.isRestoringLive,
    OSType: isRunning ? "linux" : "",
    Architecture: isRunning ? "x86_64" : "",
    DockerRootDir: isRunning ? (daemon.root ?? host.path("docker")) : "",
    Swarm: {
      LocalNodeState: isRunning ? engine.state : "",
      NodeID: engine.state === "inactive" || !isRunning ? "" : engine.node,
      NodeAddr: engine.address,
      ControlAvailable: isRunning && engine.isManager,
      Error: engine.error,
      RemoteManagers: engine.managers.map((address) => ({ Addr: address })),
      Cluster:
        isRunning && engine.state === "active" && engine.isManager && engine.hasLeader
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

const taskLabel = "com.docker.swarm.task";

/** The containers of running tasks here, and the others. */
function containersOf(host: SwarmHost) {
  const running = host.swarm.tasks.filter(
    ({ node, state }) => node === host.engine.node && state === "running",
  );
  const ids = host.containers ?? running.map(({ id }) => `container-of-${id}`);
  return [...ids.map((id) => container(id, { id, labels: { [taskLabel]: "" } })), ...host.daemon.containers];
}

/** Filters by the same key are alternatives. */
function matches({ labels, ports }: ReturnType<typeof container>, filters: DockerCall["filters"]): boolean {
  const unknown = filters.find(([key]) => key !== "label" && key !== "publish");
  if (unknown) throw new Error(`the fake swarm does not filter containers by ${unknown[0]}`);
  const wanted = (name: string) => filters.flatMap(([key, value]) => (key === name ? [value] : []));
  const published = wanted("publish");
  return (
    wanted("label").every((label) => label in labels) &&
    (published.length === 0 || published.some((port) => ports.includes(port)))
  );
}

/** A task as `docker inspect --type task` shows it. */
const taskFacts = ({ service, node, state }: SwarmTask) => ({
  ServiceID: service,
  NodeID: node,
  Status: { State: state },
});

const imageId = (host: SwarmHost, reference: string): string => {
  if (!host.daemon.images.has(reference)) throw new Refusal(`Error: No such image: ${reference}`);
  return `id-of-${reference}`;
};

export const engineCommands: Subcommands = {
  version: { options: [], reads: () => [{}] },
  info: { options: ["--format="], reads: (host) => [info(host)] },
  ps: {
    options: ["--all", "--filter=", "--format=", "--no-trunc", "--quiet"],
    reads: (host, call) =>
      containersOf(host)
        .filter((one) => matches(one, call.filters))
        .map(({ id, name, labels }) => ({
          ID: id,
          Names: name,
          Label: (label: string) => labels[label] ?? "",
        })),
  },
  inspect: {
    options: ["--type=", "--format="],
    reads: (host, call) => {
      if (call.args.length === 0) throw new Refusal('"docker inspect" requires at least 1 argument.');
      if (call.one("--type") === "task")
        return host.swarm.tasks.filter(({ id }) => call.args.includes(id)).map(taskFacts);
      return containersOf(host)
        .filter(({ id }) => call.args.includes(id))
        .map(({ image }) => ({ Image: image }));
    },
  },
  "image inspect": {
    options: ["--format="],
    reads: (host, call) => call.args.map((reference) => ({ Id: imageId(host, reference) })),
  },
  "image rm": {
    options: [],
    changes: (host, call) => {
      for (const reference of call.args) imageId(host, reference);
      for (const reference of call.args) host.daemon.images.delete(reference);
    },
  },
  pull: {
    options: ["--quiet"],
    changes: (host, call) => {
      for (const reference of call.args) host.daemon.images.add(reference);
    },
  },
  "system dial-stdio": {
    options: [],
    connects: (host, socket) => serveApi(socket, (request) => answerRequest(host, request, "").stdout ?? ""),
  },
};
