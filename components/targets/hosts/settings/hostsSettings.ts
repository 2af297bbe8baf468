import type { Availability } from "../../../machines/machine.ts";

/** A machine that is there already. */
export interface HostSettings {
  /** Name of the node; the machine keeps its own host name. */
  readonly name: string;
  readonly role: "manager" | "worker";
  /** IPv4 address or DNS name by which SSH is reached from here. */
  readonly host: string;
  /** Default 22. */
  readonly port: number;
  /** Who logs in; anybody but root needs `sudo` without a password; default root. */
  readonly user: string;
  /** The only host key that is accepted: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
  /** IPv4 address that the other nodes use; default: the host. */
  readonly address: string;
  /** Node labels in the swarm. */
  readonly labels: Readonly<Record<string, string>>;
  /** Default active. */
  readonly availability?: Availability;
}

/** A registry that is there already, for this computer and for the nodes. */
export interface RegistrySettings {
  /** `registry.example.com`, `10.0.0.5:5000` or `docker.io`. */
  readonly address: string;
  /** None: images are pushed and pulled without a login. */
  readonly username?: string;
  readonly password?: string;
  /** Stands before the name of every repository, `team/shop/`; default: empty. */
  readonly prefix: string;
  /** True where it speaks http; default false. */
  readonly insecure: boolean;
}

/** Where machines are there already. */
export interface HostsSettings {
  /** In the order of the list. */
  readonly machines: readonly HostSettings[];
  /** The private key that opens all of them, in PEM; a secret. */
  readonly privateKey: string;
  readonly registry?: RegistrySettings;
  /** Name that the user's DNS has for the nodes, `shop.example.com`. */
  readonly domain?: string;
}
