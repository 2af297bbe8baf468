import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { DataClient } from "./dataClient.mjs";
import { createApi } from "./server.mjs";
import { version } from "./version.mjs";

const {
  PORT = "8080",
  NODE = "unknown",
  TASK = `api.${hostname()}`,
  SLOT = "1",
  DATA_HOST = "data",
  DATA_PORT = "6379",
  DATA_PASSWORD_FILE = "/run/secrets/data-password",
  NOTICE_SECONDS = "1",
} = process.env;

const data = new DataClient({
  host: DATA_HOST,
  port: Number(DATA_PORT),
  password: readFileSync(DATA_PASSWORD_FILE, "utf8").trim(),
});
const identity = { replica: TASK, slot: Number(SLOT), container: hostname(), node: NODE, version };
const { server, lifecycle } = createApi({ identity, data, notice: Number(NOTICE_SECONDS) * 1000 });

lifecycle.onSignals("SIGTERM", "SIGINT");
server.listen(Number(PORT), () => console.log(`api ${version}: ${TASK} on ${NODE} listens on ${PORT}`));
