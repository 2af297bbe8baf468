import { ExternalRegistry } from "../../images/externalRegistry.ts";
import type { HostsSettings } from "./settings/settings.ts";

/** The user's registry. */
export function hostsRegistry({ registry }: Pick<HostsSettings, "registry">): ExternalRegistry {
  return new ExternalRegistry("registry", registry);
}
