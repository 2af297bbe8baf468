import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { loadPage, readPageConfig } from "./page.mjs";
import { Replicas } from "./replicas.mjs";
import { createEdge } from "./server.mjs";

const {
  PORT = "8080",
  NODE = hostname(),
  API = "api:8080",
  PAGE_CONFIG = "/etc/page.json",
  NOTICE_SECONDS = "1",
} = process.env;

function files() {
  try {
    const config = readPageConfig(readFileSync(PAGE_CONFIG, "utf8"), PAGE_CONFIG);
    return loadPage(join(import.meta.dirname, "page"), config);
  } catch (error) {
    console.error(`edge: ${error.message}`);
    process.exit(1);
  }
}

const { server, lifecycle } = createEdge({
  node: NODE,
  files: files(),
  replicas: new Replicas(API),
  notice: Number(NOTICE_SECONDS) * 1000,
});

lifecycle.onSignals("SIGTERM", "SIGINT");
server.listen(Number(PORT), () =>
  console.log(`edge: on ${NODE}, listens on ${PORT}, passes /api/ on to ${API}`),
);
