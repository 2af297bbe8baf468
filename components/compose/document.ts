import type { NetworkDocument } from "./schema/networkSchema.ts";
import type { ObjectDocument } from "./schema/objectSchema.ts";
import type { InferRules } from "./schema/rule.ts";
import type { serviceRules } from "./schema/serviceRules.ts";
import type { VolumeDocument } from "./schema/volumeSchema.ts";

/** A compose file in normal form: long syntax everywhere, mappings instead of lists of `NAME=value`. */
export interface ComposeDocument {
  readonly services: Readonly<Record<string, ServiceDocument>>;
  readonly networks: Readonly<Record<string, NetworkDocument>>;
  readonly volumes: Readonly<Record<string, VolumeDocument>>;
  readonly configs: Readonly<Record<string, ObjectDocument>>;
  readonly secrets: Readonly<Record<string, ObjectDocument>>;
}

export interface ServiceDocument extends InferRules<typeof serviceRules> {}

/** Placement constraints of a service. */
export function constraintsOf({ deploy = {} }: ServiceDocument): readonly string[] {
  return deploy.placement?.constraints ?? [];
}

/** Docker attaches services without networks to `default`. */
export function networksOf({ networks = {} }: ServiceDocument): NonNullable<ServiceDocument["networks"]> {
  return Object.keys(networks).length > 0 ? networks : { default: {} };
}
