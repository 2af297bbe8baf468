import type { ComposeDocument, ServiceDocument } from "../compose/document.ts";
import type { ObjectDocument } from "../compose/schema/objectSchema.ts";

type Configs = Readonly<Record<string, ObjectDocument>>;

/** Docker finds the config of a credential spec only under its name in the swarm. */
export function withSpecName(service: ServiceDocument, configs: Configs): ServiceDocument {
  const key = service.credential_spec?.config;
  if (key === undefined) return service;
  return { ...service, credential_spec: { config: configs[key]?.name ?? key } };
}

/** Defines the configs of credential specs under their names in the swarm, too. */
export function withSpecs({ services }: ComposeDocument, configs: Configs): Configs {
  const added = Object.values(services).flatMap((service) => {
    const key = service.credential_spec?.config;
    const config = key === undefined || !Object.hasOwn(configs, key) ? undefined : configs[key];
    return config?.name === undefined ? [] : [[config.name, config] as const];
  });
  return { ...configs, ...Object.fromEntries(added) };
}
