import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { commandOptions, createClient } from "redis";

const key = "visits";
/** Milliseconds that a request waits for the data service. */
const patience = 4000;

const redis = createClient({
  socket: { host: "data", connectTimeout: 1000, reconnectStrategy: () => 200 },
  password: readFileSync("/run/secrets/data-password", "utf8").trim(),
});
let trouble;
redis.on("error", (error) => {
  trouble = error.message;
});
redis.connect();

/** Adds a visit and returns the new number. */
export const add = () => ask((options) => redis.incr(options, key));

/** Returns the number of visits. */
export const count = async () => Number(await ask((options) => redis.get(options, key)));

/** The client queues commands until it is connected, but fails those in flight when a connection breaks. */
async function ask(command) {
  const signal = AbortSignal.timeout(patience);
  for (;;) {
    try {
      return await command(commandOptions({ signal }));
    } catch (error) {
      if (signal.aborted) throw new Error(`no answer from the data service: ${trouble}`);
      trouble = error.message;
      await sleep(100);
    }
  }
}
