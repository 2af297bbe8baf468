import { fields, flag, integer, type Shape, show, then } from "../input/shape.ts";
import type { HealthcheckDocument } from "./composeDocument.ts";
import { command, duration, millisecondsOf } from "./composeValues.ts";

/** The engine refuses less, but only once the task starts. */
const period: Shape<string> = then(duration, (value, place) => {
  const time = millisecondsOf(value);
  return time === 0 || time >= 1
    ? value
    : place.refuse(`must be 0s, or 1ms or more, but is ${show(value)}`, "write for example 1s");
});

const known = {
  disable: flag,
  test: command,
  interval: period,
  timeout: period,
  start_period: period,
  start_interval: period,
  retries: integer(0, undefined, 3),
};
const written: Shape<HealthcheckDocument> = fields(known, {}, 'test: ["CMD", "curl", "localhost"]');

/** A service's health check; docker refuses one that is disabled and has anything else. */
export const healthcheck: Shape<HealthcheckDocument> = then(written, (check, place) => {
  const { disable, ...rest } = check;
  const keys = Object.keys(rest);
  if (!disable || keys.length === 0) return check;
  place.note(`is disabled, so it is left out with its ${keys.join(", ")}`, "remove one of the two");
  return { disable };
});
