import type * as pulumi from "@pulumi/pulumi";
import rpc from "@pulumi/pulumi/runtime/rpc.js";

type Resolver = (...result: unknown[]) => void;

/** The part of Pulumi that its type declarations leave out. */
export interface Rpc {
  transferProperties: (
    resource: pulumi.Resource,
    label: string,
    properties: Readonly<Record<string, unknown>>,
  ) => Record<string, Resolver>;
}

// Pulumi makes an output, of about thirty promises, for each property that a resource may have: eighty for a
// container, of which the program reads three. That is half of the memory of a large preview. There is no setting:
// https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/nodejs/runtime/rpc.ts
// Here it makes one when somebody reads the property.
const sdk = rpc as unknown as Rpc;
const { transferProperties } = sdk;
sdk.transferProperties = (resource, label, properties) => {
  const resolvers: Record<string, Resolver> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (name === "id" || name === "urn") continue;
    let result: unknown[] | undefined;
    let made: Resolver | undefined;
    const make = () => {
      Reflect.deleteProperty(resource, name);
      made = transferProperties(resource, label, { [name]: value })[name];
      if (result) made?.(...result);
      return Reflect.get(resource, name);
    };
    resolvers[name] = (...ended) => {
      result = ended;
      made?.(...ended);
    };
    if (Object.hasOwn(resource, name)) throw new Error(`${label} has two properties ${name}`);
    Object.defineProperty(resource, name, {
      configurable: true,
      enumerable: true,
      get: make,
      set: (value) => Object.defineProperty(resource, name, { value, writable: true, enumerable: true }),
    });
  }
  return resolvers;
};
