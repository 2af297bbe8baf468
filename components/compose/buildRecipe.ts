/** How one service's image is built. */
export interface BuildRecipe {
  /** Absolute path. */
  readonly context: string;
  /** Absolute path; undefined where the Dockerfile is written inline. */
  readonly dockerfile?: string;
  /** The Dockerfile itself. */
  readonly inlineDockerfile?: string;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** More contexts by name. */
  readonly contexts?: Readonly<Record<string, NamedContext>>;
  /** `name:address` */
  readonly extraHosts?: readonly string[];
  readonly network?: "default" | "host" | "none";
  readonly noCache?: boolean;
  /** `type=registry,ref=…` */
  readonly cacheFrom?: readonly string[];
  /** Contents by id; they are in no layer, and a new content alone builds nothing. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Agent socket or keys by id; no paths: the agent of this shell. */
  readonly ssh?: Readonly<Record<string, readonly string[]>>;
}

export interface NamedContext {
  /** Absolute path of a folder, or an address such as `docker-image://…`. */
  readonly location: string;
  readonly isFolder: boolean;
}
