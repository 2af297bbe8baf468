import { fields, flag, integer, type Shape } from "../input/shape.ts";
import type { HealthcheckDocument } from "./composeDocument.ts";
import { command, duration } from "./composeValues.ts";

/** A service's health check. */
export const healthcheck: Shape<HealthcheckDocument> = fields({
  disable: flag,
  test: command,
  interval: duration,
  timeout: duration,
  start_period: duration,
  start_interval: duration,
  retries: integer(0, undefined, 3),
});
