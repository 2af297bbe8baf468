import { connect, createServer, type Server } from "node:net";
import { Folder } from "./folder.ts";

/** A socket beside docker's own that leads to the same engine and records the requests. */
export class CountingSocket implements Disposable {
  /** `POST /v1.45/containers/create?name=x` */
  readonly requests: string[] = [];
  readonly path: string;
  readonly #folder = new Folder();
  readonly #server: Server;

  private constructor(engine: string) {
    this.path = this.#folder.at("docker.sock");
    this.#server = createServer((client) => {
      const there = connect(engine);
      client.on("data", (piece) => {
        for (const [line] of piece.toString("latin1").matchAll(/^(GET|HEAD|POST|PUT|DELETE) \S+(?= HTTP)/gm))
          this.requests.push(line);
      });
      client.pipe(there).pipe(client);
      for (const socket of [client, there]) socket.on("error", () => there.destroy() && client.destroy());
    });
  }

  static async to(engine = "/var/run/docker.sock"): Promise<CountingSocket> {
    const socket = new CountingSocket(engine);
    await new Promise<void>((resolve) => socket.#server.listen(socket.path, resolve));
    return socket;
  }

  [Symbol.dispose](): void {
    this.#server.close();
    this.#folder[Symbol.dispose]();
  }
}
