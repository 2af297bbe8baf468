import type { RegistrySettings } from "../../../images/externalRegistry.ts";
import type { Availability } from "../../../machines/machine.ts";

/** An existing machine. */
export interface HostSettings {
  /** Name of the node; the machine keeps its hostname. */
  readonly name: string;
  readonly role: "manager" | "worker";
  /** IPv4 address or DNS name for SSH from this computer. */
  readonly host: string;
  /** Default 22. */
  readonly port: number;
  /** User for SSH; any user but root needs passwordless `sudo`; default root. */
  readonly user: string;
  /** The only accepted host key: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
  /** IPv4 address for the other nodes; default: the host. */
  readonly address: string;
  /** Node labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** Default active. */
  readonly availability?: Availability;
}

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
