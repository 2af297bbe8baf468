/** An SSH server and its client key. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly privateKey: string;
  /** The only accepted host key, as in `known_hosts` without the host: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
}

/** How to reach a machine over SSH. */
export interface Connection extends Endpoint {
  /** The SSH server in between, if the machine has no public address. */
  readonly proxy?: Endpoint;
}

/** The connection to a machine that accepts this key. */
export function connectionTo(
  { host, port, user, hostKey }: Omit<Endpoint, "privateKey">,
  privateKey: string,
): Connection {
  return { host, port, user, privateKey, hostKey };
}
