import { createServer } from "node:http";
import { manageLifecycle } from "./lifecycle.mjs";
import { reply } from "./reply.mjs";

const key = "visits";

/**
 * The api: says who answers, and how many visits the data service has counted.
 *
 * While it leaves, whoever still has its address from DNS is told to ask another one, for `notice` milliseconds:
 * a connection that is cut instead would leave the caller in doubt.
 */
export function createApi({ identity, data, notice }) {
  const server = createServer(async (request, response) => {
    const [pathname] = request.url.split("?", 1);
    if (pathname === "/healthz") {
      reply(response, lifecycle.draining ? 503 : 200, { healthy: !lifecycle.draining });
    } else if (lifecycle.draining) {
      reply(response, 503, { error: "this replica is shutting down" }, { "retry-after": "0" });
    } else if (request.method !== "GET") {
      reply(response, 405, { error: `${request.method} is not allowed, only GET is` }, { allow: "GET" });
    } else if (pathname === "/api/visit") {
      await answer(response, () => data.increment(key));
    } else if (pathname === "/api/state") {
      await answer(response, () => data.read(key));
    } else {
      reply(response, 404, { error: `there is no ${pathname}; try /api/visit or /api/state` });
    }
  });
  const lifecycle = manageLifecycle(server, { notice });

  async function answer(response, count) {
    try {
      reply(response, 200, { ...identity, visits: await count() });
    } catch (error) {
      reply(response, 503, { ...identity, error: error.message }, { "retry-after": "1" });
    }
  }

  return { server, lifecycle };
}
