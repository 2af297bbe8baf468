import { createServer } from "node:http";
import { Forwarder } from "./forwarder.mjs";
import { manageLifecycle } from "./lifecycle.mjs";
import { reply } from "./reply.mjs";

const security = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

/** The edge: the page, and a way to the replicas of the api for everything under /api/. */
export function createEdge({ node, files, replicas, notice, times }) {
  const forwarder = new Forwarder(replicas, times);
  const server = createServer(async (request, response) => {
    const [pathname] = request.url.split("?", 1);
    if (pathname === "/healthz") {
      reply(response, lifecycle.draining ? 503 : 200, { healthy: !lifecycle.draining });
    } else if (pathname.startsWith("/api/")) {
      await passOn(request, response);
    } else if (request.method !== "GET" && request.method !== "HEAD") {
      reply(
        response,
        405,
        { error: `${request.method} is not allowed, only GET is` },
        { allow: "GET, HEAD" },
      );
    } else if (files.has(pathname)) {
      const { type, body } = files.get(pathname);
      response.writeHead(200, {
        "content-type": type,
        "content-length": body.length,
        "cache-control": "no-cache",
        ...security,
      });
      response.end(request.method === "HEAD" ? undefined : body);
    } else {
      reply(response, 404, { error: `there is no ${pathname}` });
    }
  });
  // longer than a load balancer keeps a connection, so that it is never closed under a request
  server.keepAliveTimeout = 65_000;
  const lifecycle = manageLifecycle(server, { notice });

  async function passOn(request, response) {
    const answer = await forwarder.forward(request).catch(() => undefined);
    // the caller hung up while its request was being read
    if (answer === undefined) return response.destroy();
    const { status, headers, body } = answer;
    response.writeHead(status, {
      "content-type": headers["content-type"] ?? "application/octet-stream",
      "cache-control": headers["cache-control"] ?? "no-store",
      "content-length": body.length,
      "x-edge": node,
      "x-replicas": replicas.count,
    });
    response.end(body);
  }

  return { server, lifecycle };
}
