/** A compose file in normal form: long syntax everywhere, mappings instead of lists of `NAME=value`. */
export interface ComposeDocument {
  readonly services: Readonly<Record<string, ServiceDocument>>;
  readonly networks: Readonly<Record<string, NetworkDocument>>;
  readonly volumes: Readonly<Record<string, Definition>>;
  readonly configs: Readonly<Record<string, ObjectDocument>>;
  readonly secrets: Readonly<Record<string, ObjectDocument>>;
}

export interface ServiceDocument {
  readonly image?: string;
  readonly build?: BuildDocument;
  /** Null for a name without a value, until interpolation sets it. */
  readonly environment?: Readonly<Record<string, string | null>>;

  readonly labels?: Readonly<Record<string, string>>;
  readonly env_file?: readonly EnvFileDocument[];
  readonly ports?: readonly PortDocument[];
  readonly networks?: Readonly<Record<string, unknown>>;
  readonly volumes?: readonly MountDocument[];
  readonly tmpfs?: readonly MountDocument[];
  readonly configs?: readonly ObjectUse[];
  readonly secrets?: readonly ObjectUse[];
  readonly depends_on?: Readonly<Record<string, DependencyDocument>>;
  readonly healthcheck?: HealthcheckDocument;
  readonly deploy?: DeployDocument;
  readonly [key: string]: unknown;
}

/** How a service depends on another one. */
export interface DependencyDocument {
  readonly condition: DependencyCondition;
  /** False: the other service may be missing. */
  readonly required: boolean;
}

export type DependencyCondition = "service_started" | "service_healthy" | "service_completed_successfully";

export interface BuildDocument {
  readonly context: string;
  readonly dockerfile?: string;
  readonly dockerfile_inline?: string;
  readonly target?: string;
  readonly args?: Readonly<Record<string, string | null>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly additional_contexts?: Readonly<Record<string, string | null>>;
  readonly secrets?: readonly ObjectUse[];
  /** Path by id; null means the SSH agent of this shell. */
  readonly ssh?: Readonly<Record<string, string | null>>;
  readonly extra_hosts?: readonly string[];
  readonly network?: "default" | "host" | "none";
  readonly no_cache?: boolean;
  readonly cache_from?: readonly string[];
}

export interface EnvFileDocument {
  readonly path: string;
  readonly required: boolean;
  /** True: lines are taken literally, without quotes and variables. */
  readonly raw?: boolean;
}

export interface PortDocument {
  readonly target: number;
  readonly published: number;
  readonly protocol: "tcp" | "udp" | "sctp";
  readonly mode: "ingress" | "host";
  readonly app_protocol?: string;
}

export interface MountDocument {
  readonly type: "volume" | "bind" | "tmpfs" | "cluster";
  readonly source?: string;
  readonly target: string;
  readonly read_only?: boolean;
  /** Index of a bind mount in the list as written. */
  readonly index?: number;
  readonly [key: string]: unknown;
}

/** A service's use of a config or a secret. */
export interface ObjectUse {
  readonly source: string;
  readonly target?: string;
  readonly [key: string]: unknown;
}

export interface HealthcheckDocument {
  readonly disable?: boolean;
  readonly test?: string | readonly string[];
  readonly [key: string]: unknown;
}

type DeployMode = "replicated" | "global" | "replicated-job" | "global-job";

export interface DeployDocument {
  readonly mode?: DeployMode;
  readonly endpoint_mode?: "vip" | "dnsrr";
  readonly replicas?: number;
  readonly update_config?: Readonly<Record<string, unknown>>;
  readonly rollback_config?: Readonly<Record<string, unknown>>;
  readonly restart_policy?: {
    readonly condition?: "none" | "on-failure" | "any";
    readonly [key: string]: unknown;
  };
  readonly placement?: { readonly max_replicas_per_node?: number; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/** A network, volume, config or secret of the file. */
export interface Definition {
  readonly name?: string;
  readonly external?: boolean;
  readonly [key: string]: unknown;
}

export interface NetworkDocument extends Definition {
  readonly driver?: string;
  readonly ipam?: { readonly config?: readonly { readonly subnet?: string }[] };
}

/** The source of a config's or secret's content: exactly one of these, unless it is external. */
export interface ObjectDocument extends Definition {
  readonly file?: string;
  readonly content?: string;
  readonly environment?: string;
  readonly template_driver?: "golang";
  readonly labels?: Readonly<Record<string, string>>;
  /** Secret driver and its options. */
  readonly driver?: string;
  readonly driver_opts?: Readonly<Record<string, string>>;
}
