import { fields, flag, integer, type Shape, then } from "../input/shape.ts";
import type { HealthcheckDocument } from "./composeDocument.ts";
import { command, duration } from "./composeValues.ts";

const known = {
  disable: flag,
  test: command,
  interval: duration,
  timeout: duration,
  start_period: duration,
  start_interval: duration,
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
