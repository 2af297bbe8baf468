import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { pipeline } from "node:stream/promises";
import type { Certificate } from "./certificate.ts";
import type { Ecr } from "./ecr.ts";
import { addHostName, removeHostName } from "./hostNames.ts";
import type { Metadata } from "./metadata.ts";
import { internet, registryHost, serviceHosts } from "./places.ts";

/** AWS's host names, with TLS: the registry's, and those of the services that machines call. */
export class Front {
  private readonly ecr: Ecr;
  private readonly metadata: Metadata;
  /** Of the AWS API. */
  private readonly url: URL;
  private server: Server | undefined;

  constructor(ecr: Ecr, metadata: Metadata, url: string) {
    this.ecr = ecr;
    this.metadata = metadata;
    this.url = new URL(url);
  }

  async start({ key, certificate }: Certificate): Promise<void> {
    const files = { key: readFileSync(key), cert: readFileSync(certificate) };
    this.server = createServer(files, (asked, answer) => {
      const host = asked.headers.host ?? "";
      if (!Object.values(serviceHosts).includes(host)) return this.ecr.answer(asked, answer);
      this.forward(asked, answer).catch(() => answer.destroy());
    });
    this.server.listen(443, `${internet.prefix}.1`);
    await once(this.server, "listening");
    addHostName(registryHost, `${internet.prefix}.1`);
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
    removeHostName(registryHost);
  }

  /** A machine's own request to AWS: only with the credentials of its role. */
  private async forward(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const key = /Credential=([^/]+)\//.exec(asked.headers.authorization ?? "")?.[1] ?? "";
    if (!this.metadata.isKey(key)) {
      answer.writeHead(403).end("InvalidClientTokenId");
      return;
    }
    const { hostname: host, port } = this.url;
    const headers = { ...asked.headers, "x-emulator-machine": "yes" };
    const passedOn = request({ host, port, method: asked.method, path: asked.url, headers });
    await Promise.all([
      pipeline(asked, passedOn),
      once(passedOn, "response").then(async ([back]: IncomingMessage[]) => {
        answer.writeHead(back?.statusCode ?? 500, back?.headers);
        await pipeline(back as IncomingMessage, answer);
      }),
    ]);
  }
}
