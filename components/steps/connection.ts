/** An SSH server and the key that opens it. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly privateKey: string;
  /** The only host key that is accepted, as in `known_hosts` without the host: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
}

/** How a machine is reached over SSH. */
export interface Connection extends Endpoint {
  /** The server on the way to it, where the machine has no address of its own outside. */
  readonly proxy?: Endpoint;
}

/** The way to a machine that lets this key in. */
export function connectionTo(
  { host, port, user, hostKey }: Omit<Endpoint, "privateKey">,
  privateKey: string,
): Connection {
  return { host, port, user, privateKey, hostKey };
}
