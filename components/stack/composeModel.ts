/** How one service's image is built. */
export interface BuildRecipe {
  /** Absolute path. */
  readonly context: string;
  /** Absolute path. */
  readonly dockerfile: string;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
}

/** A port that a service publishes on the nodes. */
export interface PublishedPort {
  readonly service: string;
  readonly target: number;
  readonly published: number;
  readonly protocol: "tcp" | "udp";
  readonly mode: "ingress" | "host";
  /** True where the file says `app_protocol: http`. */
  readonly http: boolean;
}

/** A config or secret whose content this program brings into the swarm. */
export interface StackObject {
  readonly kind: "config" | "secret";
  /** Its key in the compose file. */
  readonly key: string;
  readonly content: string;
}

/** A compose file after interpolation and checks: plain data, paths absolute. */
export interface ComposeModel {
  /** Name of the stack. */
  readonly name: string;
  /** The interpolated document: services, networks, volumes, configs, secrets as the user wrote them. */
  readonly document: Readonly<Record<string, unknown>>;
  /** By service; services without one run the image they name. */
  readonly builds: Readonly<Record<string, BuildRecipe>>;
  readonly ports: readonly PublishedPort[];
  readonly objects: readonly StackObject[];
}
