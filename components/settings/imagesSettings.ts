/** How images that are not built here reach the cluster, and how many images to keep. */
export interface ImagesSettings {
  /**
   * Whether to mirror them into the cluster's registry; stacks and services can override it; default true.
   */
  readonly mirror: boolean;
  /** Number of images of each service to keep on the nodes and in the registry; default 3. */
  readonly keep: number;
  /** Logins by registry host: `ghcr.io`, `docker.io`, `127.0.0.1:5000`. */
  readonly sources: Readonly<Record<string, SourceLogin>>;
}

export interface SourceLogin {
  readonly username: string;
  /** Secret. */
  readonly password: string;
}
