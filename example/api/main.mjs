import { createServer } from "node:http";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { version } from "./version.mjs";
import * as visits from "./visits.mjs";

const { NODE, TASK, SLOT } = process.env;
const identity = { replica: TASK, slot: Number(SLOT), container: hostname(), node: NODE, version };
const routes = { "/api/visit": visits.add, "/api/state": visits.count };

const server = createServer(async ({ method, url }, response) => {
  const [path] = url.split("?", 1);
  const reply = (status, body, headers = {}) =>
    response
      .writeHead(status, { "content-type": "application/json", "cache-control": "no-store", ...headers })
      .end(`${JSON.stringify(body)}\n`);
  if (path === "/healthz") return reply(200, { healthy: true });
  if (method !== "GET")
    return reply(405, { error: `${method} is not allowed, only GET is` }, { allow: "GET" });
  if (!Object.hasOwn(routes, path))
    return reply(404, { error: `there is no ${path}; try ${Object.keys(routes).join(" or ")}` });
  try {
    reply(200, { ...identity, visits: await routes[path]() });
  } catch (error) {
    reply(503, { ...identity, error: error.message });
  }
});
server.listen(8080, () => console.log(`api ${version}: ${TASK} on ${NODE} listens`));

// Swarm has taken this replica out of DNS; an edge may know its address a little longer.
process.once("SIGTERM", async () => {
  await sleep(1000);
  server.close(() => process.exit());
});
