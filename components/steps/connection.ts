/** An SSH server and its client key. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** In any format that Pulumi's plugin reads; SshSession converts it for `ssh`. */
  readonly privateKey: string;
  /** The only accepted host key, as in `known_hosts` without the host: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
}

/** How to reach a machine over SSH. */
export interface Connection extends Endpoint {
  /** The SSH server in between, if the machine has no public address. */
  readonly proxy?: Endpoint;
  /** Used instead of the address and the proxy. */
  readonly tunnel?: Tunnel;
}

/** A way to a machine's SSH server that needs no open port. */
export interface Tunnel {
  /** What it is called: `Session Manager`. */
  readonly name: string;
  /** The command whose standard input and output lead to the server. */
  readonly command: readonly string[];
  /** Programs that it needs on this computer, each with where to get it. */
  readonly programs: Readonly<Record<string, string>>;
  /** Variables that it needs; a final `*` matches any letters. */
  readonly variables: readonly string[];
}

/** The connection to a machine that accepts this key. */
export function connectionTo(
  { host, port, user, hostKey }: Omit<Endpoint, "privateKey">,
  privateKey: string,
): Connection {
  return { host, port, user, privateKey, hostKey };
}
