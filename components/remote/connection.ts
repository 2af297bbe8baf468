/** How a machine is reached over SSH. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly privateKey: string;
  /** The only host key that is accepted, as in `known_hosts` without the host: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
}
