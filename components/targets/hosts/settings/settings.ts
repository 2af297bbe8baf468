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

/** An existing registry, for this computer and the nodes. */
export interface RegistrySettings {
  /** `registry.example.com`, `10.0.0.5:5000` or `docker.io`. */
  readonly address: string;
  /** Undefined: push and pull without a login. */
  readonly username?: string;
  readonly password?: string;
  /** Prefix of every repository name, `team/shop/`; default empty. */
  readonly prefix: string;
  /** True if it uses HTTP; default false. */
  readonly insecure: boolean;
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
