import type { ServiceDocument } from "./document.ts";

/** Key of the config that holds a service's credential spec. */
export function specConfigOf({ credential_spec: spec }: ServiceDocument): string | undefined {
  return spec?.config;
}
