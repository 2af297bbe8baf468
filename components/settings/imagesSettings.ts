/** How images that are not built here get into the cluster, and how long images stay. */
export interface ImagesSettings {
  /** Whether they are copied into the cluster's registry; a stack or a service may say otherwise; default true. */
  readonly mirror: boolean;
  /** How many images of each service stay on the nodes and in the registry; default 3. */
  readonly keep: number;
  /** Who logs in where they come from, by host: `ghcr.io`, `docker.io`, `127.0.0.1:5000`. */
  readonly sources: Readonly<Record<string, SourceLogin>>;
}

export interface SourceLogin {
  readonly username: string;
  /** Secret. */
  readonly password: string;
}
