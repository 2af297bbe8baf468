import { boolean, type Infer, integer, object, refine, type Schema, show } from "../../input/schema.ts";
import { duration, millisecondsOf } from "./amounts.ts";
import { command } from "./composeValues.ts";

/** The engine accepts more, but fails when the task starts. */
const period: Schema<string> = refine(duration, (value, path) => {
  const time = millisecondsOf(value);
  return time === 0 || time >= 1
    ? value
    : path.error(`must be 0s, or 1ms or more, but is ${show(value)}`, "write for example 1s");
});

const known = {
  disable: boolean,
  test: command,
  interval: period,
  timeout: period,
  start_period: period,
  start_interval: period,
  retries: integer(0, undefined, 3),
};
const written = object(known, {}, 'test: ["CMD", "curl", "localhost"]');

/** A service's health check; docker refuses a disabled one with other keys. */
export const healthcheck: Schema<Infer<typeof written>> = refine(written, (check, path) => {
  const { disable, ...rest } = check;
  const keys = Object.keys(rest);
  if (!disable || keys.length === 0) return check;
  path.warn(`is disabled, so it is left out with its ${keys.join(", ")}`, "remove one of the two");
  return { disable };
});
