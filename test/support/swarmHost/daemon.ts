import { createServer } from "node:http";
import type { Socket } from "node:net";

/** A container as `docker ps` shows it. */
export interface Container {
  readonly id: string;
  readonly name: string;
  /** The id of its image. */
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The ports that it publishes, such as `80/tcp`. */
  readonly ports: readonly string[];
}

/** An engine apart from its swarm, with its command-line client. */
export class Daemon {
  /** Without it docker fails; only `docker info` of older clients succeeds, with nothing to show. */
  isRunning = true;
  version = "26.1.5";
  /** Major version of the client. */
  client = 26;
  isRestoringLive = false;
  /** Its folder, if it is another than the host's. */
  root: string | undefined;
  /** References of the images that it has. */
  readonly images = new Set<string>();
  /** Those that swarm did not start. */
  containers: readonly Container[] = [];
}

export const container = (name: string, facts: Partial<Container> = {}): Container => ({
  ...{ id: `id-of-${name}`, name, image: `id-of-image-of-${name}`, labels: {}, ports: [] },
  ...facts,
});

/** @param answer the body for a request such as `GET /info` */
export function serveApi(socket: Socket, answer: (request: string) => string): void {
  createServer(({ method, url }, response) => response.end(answer(`${method} ${url}`))).emit(
    "connection",
    socket,
  );
}
