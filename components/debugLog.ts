import { createRequire } from "node:module";

/**
 * Drops the debug messages that Pulumi's SDK sends to the engine.
 *
 * They contain the engine's answer for each resource, with secrets in clear text:
 * https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/nodejs/runtime/resource.ts. The engine forwards them to
 * --json, --debug and event logs.
 */
export function silenceDebugLog(): void {
  // Every module of the SDK calls the function as a property of this module.
  const log = createRequire(import.meta.url)("@pulumi/pulumi/log/index.js");
  log.debug = () => Promise.resolve();
}
