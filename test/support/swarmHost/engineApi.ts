import type { Answer } from "../commandServer.ts";
import type { SwarmHost } from "./swarmHost.ts";

const socket = "--unix-socket /var/run/docker.sock";

/** The request of a `curl` command to the engine's socket, such as `POST /swarm/init`. */
export function requestOf(words: readonly string[]): string {
  const url = words.find((word) => word.startsWith("http://docker/"));
  if (!url || !words.join(" ").includes(socket))
    throw new Error(`curl ${words.join(" ")} is not for the engine`);
  return `${words.includes("--data-binary") ? "POST" : "GET"} ${url.slice("http://docker".length)}`;
}

/** Answers the engine's API, as far as docker's commands lack what the scripts need. */
export function answerRequest(host: SwarmHost, request: string, input: string): Answer {
  if (request === "GET /swarm")
    return { stdout: `{"ID":"${host.cluster.id}","JoinTokens":{"Worker":"w","Manager":"m"}}\n` };
  const body = JSON.parse(input);
  host.sent.push(body);
  switch (request) {
    case "POST /swarm/init":
      host.create(body.AdvertiseAddr, new Map(Object.entries(body.Spec.Labels)));
      return { stdout: `"${host.engine.node}"\n` };
    case "POST /swarm/join":
      host.join(body.AdvertiseAddr, body.RemoteAddrs);
      return {};
    case `POST /swarm/update?version=${host.cluster.version}`: {
      const { Labels, EncryptionConfig, ...spec } = body;
      host.cluster.labels = new Map(Object.entries(Labels));
      host.cluster.hasAutolock = EncryptionConfig.AutoLockManagers;
      host.cluster.spec = spec;
      return {};
    }
    default:
      throw new Error(`${request} is not a request that the fake swarm knows`);
  }
}
