import type { RegistrySettings } from "../../../images/externalRegistry.ts";
import type { Complete } from "../../../input/schema.ts";
import type { WrittenHost } from "./schema.ts";

/** An existing machine. */
export interface HostSettings extends Complete<WrittenHost, "availability"> {}

/** Settings of target hosts. */
export interface HostsSettings {
  /** In the order of the list. */
  readonly machines: readonly HostSettings[];
  /** Private key for all machines in PEM format; secret. */
  readonly privateKey: string;
  readonly registry?: RegistrySettings;
  /** The nodes' name in the user's DNS, `shop.example.com`. */
  readonly domain?: string;
}
