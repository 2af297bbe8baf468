import * as pulumi from "@pulumi/pulumi";
import debuggable from "@pulumi/pulumi/runtime/debuggable.js";

/** The part of Pulumi that its type declarations leave out. */
export interface Debuggable {
  debuggablePromise: <T>(promise: Promise<T>, context: unknown) => Promise<T>;
}

// Pulumi takes a stack trace for each resource and each promise, and nothing reads them. There is no setting:
// https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/nodejs/resource.ts
// https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/nodejs/runtime/debuggable.ts

// The state stores a resource's trace: 600 bytes with this computer's paths.
Object.assign(pulumi.Resource, { stackTrace: () => [] });

// A promise's trace takes half of the program's time and memory. The search for promises that never end stays, but
// leaves out the four of each property of each resource: they end with its registration, which is searched for.
const sdk = debuggable as unknown as Debuggable;
const { debuggablePromise } = sdk;
sdk.debuggablePromise = (promise, context) => {
  if (String(context).startsWith("transfer")) return promise;
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return debuggablePromise(promise, context);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
};
