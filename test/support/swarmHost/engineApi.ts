import type { Answer } from "../commandServer.ts";
import { Refusal } from "./subcommands.ts";
import type { SwarmHost } from "./swarmHost.ts";

const socket = "--unix-socket /var/run/docker.sock";

/** The request of a `curl` command to the engine's socket, such as `POST /swarm/init`. */
export function requestOf(words: readonly string[]): string {
  const url = words.find((word) => word.startsWith("http://docker/"));
  if (!url || !words.join(" ").includes(socket))
    throw new Error(`curl ${words.join(" ")} is not for the engine`);
  return `${words.includes("--data-binary") ? "POST" : "GET"} ${url.slice("http://docker".length)}`;
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
    host.join(AdvertiseAddr, RemoteAddrs);
    return "";
  },
  "POST /swarm/update": (host, { Labels }, request) => {
    if (!request.endsWith(`=${host.cluster.version}`)) throw new Refusal("update out of sequence");
    host.cluster.labels = new Map(Object.entries(Labels));
    return "";
  },
};

/** Answers the engine's API, as far as docker's commands lack what the scripts need. */
export function answerRequest(host: SwarmHost, request: string, input: string): Answer {
  if (request === "GET /swarm")
    return { stdout: `{"ID":"${host.cluster.id}","JoinTokens":{"Worker":"w","Manager":"m"}}\n` };
  const change = changes[request.replace(/\?version=\d+$/, "")];
  if (!change) throw new Error(`${request} is not a request that the fake swarm knows`);
  const body = JSON.parse(input);
  host.sent.push(body);
  return { stdout: change(host, body, request) };
}
