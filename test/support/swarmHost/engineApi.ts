import type { Answer } from "../commandServer.ts";
import { Refusal } from "./subcommands.ts";
import type { SwarmHost } from "./swarmHost.ts";
import { hasLabel } from "./swarmState.ts";

const socket = "--unix-socket /var/run/docker.sock";

/** The request of a `curl` command to the engine's socket, such as `POST /swarm/init` or `GET /tasks?filters={}`. */
export function requestOf(args: readonly string[]): string {
  const url = args.find((word) => word.startsWith("http://docker/"));
  if (!url || !args.join(" ").includes(socket))
    throw new Error(`curl ${args.join(" ")} is not for the engine`);
  const query = args.flatMap((word, index) => (args[index - 1] === "--data-urlencode" ? word : []));
  const path = [url.slice("http://docker".length), ...query].join("?");
  return `${args.includes("--data-binary") ? "POST" : "GET"} ${path}`;
}

type Change = (host: SwarmHost, body: Body, request: string) => string;

/** What the scripts send. */
interface Body {
  readonly AdvertiseAddr: string;
  readonly RemoteAddrs: readonly string[];
  readonly Labels: Readonly<Record<string, string>>;
  readonly Spec: { readonly Labels: Readonly<Record<string, string>> };
}

const changes: Readonly<Record<string, Change>> = {
  "POST /swarm/init": (host, { AdvertiseAddr, Spec }) => {
    host.create(AdvertiseAddr, new Map(Object.entries(Spec.Labels)));
    return `"${host.engine.node}"\n`;
  },
  "POST /swarm/join": (host, { AdvertiseAddr, RemoteAddrs }) => {
    if (host.engine.state !== "inactive") throw new Refusal("This node is already part of a swarm.");
    host.join(AdvertiseAddr, RemoteAddrs);
    return "";
  },
  "POST /swarm/update": (host, { Labels }, request) => {
    if (!request.endsWith(`=${host.cluster.version}`)) throw new Refusal("update out of sequence");
    host.cluster.labels = new Map(Object.entries(Labels));
    return "";
  },
};

/** The tasks whose services have all labels of the filter. */
function tasks(host: SwarmHost, filters: string): string {
  const { label, ...others } = JSON.parse(filters) as { label: readonly string[] };
  if (Object.keys(others).length > 0) throw new Error(`the fake swarm does not filter tasks by ${filters}`);
  const found = host.swarm.tasks.filter((task) => label.every((one) => hasLabel(task, ["label", one])));
  return JSON.stringify(found.map(({ id, node }) => ({ ID: id, NodeID: node })));
}

/** Answers the engine's API, as far as docker's commands lack what the scripts need. */
export function answerRequest(host: SwarmHost, request: string, input: string): Answer {
  if (request === "GET /swarm")
    return { stdout: `{"ID":"${host.cluster.id}","JoinTokens":{"Worker":"w","Manager":"m"}}\n` };
  const [, filters] = /^GET \/tasks\?filters=(.*)$/.exec(request) ?? [];
  if (filters !== undefined) return { stdout: tasks(host, filters) };
  const change = changes[request.replace(/\?version=\d+$/, "")];
  if (!change) throw new Error(`${request} is not a request that the fake swarm knows`);
  const body = JSON.parse(input);
  host.sent.push(body);
  return { stdout: change(host, body, request) };
}
