import { createRequire } from "node:module";

/**
 * Takes the debug messages away that Pulumi's SDK sends to the engine.
 *
 * They hold what the engine answers for each resource, secrets in clear:
 * https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/nodejs/runtime/resource.ts. The engine passes them on to --json, to
 * --debug and to event logs.
 */
export function silenceDebugLog(): void {
  // All modules of the SDK call it as a property of this one.
  const log = createRequire(import.meta.url)("@pulumi/pulumi/log/index.js");
  log.debug = () => Promise.resolve();
}
