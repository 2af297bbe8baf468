import {
  forbidden,
  ignoredKey,
  integer,
  list,
  refine,
  type Schema,
  scalarText,
  show,
  stringLike,
} from "../../input/schema.ts";
import { bytes, size } from "./amounts.ts";
import type { DeployDocument } from "./deploySchema.ts";

export interface Link {
  readonly service: string;
  readonly alias: string;
}

type RestartPolicy = NonNullable<DeployDocument["restart_policy"]>;

/** Docker reads an unquoted `restart: no` as a boolean. */
export const restart: Schema<RestartPolicy> = (value, path) => {
  if (value === "no" || value === false) return { condition: "none" };
  if (value === "always" || value === "unless-stopped") return { condition: "any" };
  const [whole, attempts] = /^on-failure(?::([0-9]{1,9}))?$/.exec(scalarText(value)) ?? [];
  if (whole !== undefined)
    return { condition: "on-failure", ...(Number(attempts) > 0 ? { max_attempts: Number(attempts) } : {}) };
  return path.error(
    `must be no, always, unless-stopped or on-failure, but is ${show(value)}`,
    "write for example always, or on-failure:3",
  );
};

/** Docker's platform name → the architecture that a node reports. */
const architectures: Readonly<Record<string, string>> = {
  amd64: "x86_64",
  x86_64: "x86_64",
  arm64: "aarch64",
  "arm64/v8": "aarch64",
  aarch64: "aarch64",
  "amd64/v1": "x86_64",
  "amd64/v2": "x86_64",
  "amd64/v3": "x86_64",
  // Nodes of x86_64 run these images.
  386: "x86_64",
  "arm/v6": "armv6l",
  "arm/v7": "armv7l",
  ppc64le: "ppc64le",
  riscv64: "riscv64",
  s390x: "s390x",
};

const platformOf: Schema<readonly string[]> = refine(
  stringLike("the platform of a linux node", "linux/amd64", (value) => {
    const [system, ...architecture] = value.split("/");
    return (
      system === "linux" &&
      (architecture.length === 0 || Object.hasOwn(architectures, architecture.join("/")))
    );
  }),
  (value) => {
    const [system, ...rest] = value.split("/");
    const architecture = architectures[rest.join("/")];
    return [
      `node.platform.os == ${system}`,
      ...(architecture ? [`node.platform.arch == ${architecture}`] : []),
    ];
  },
);

/** Placement constraints; an empty variable means no platform. */
export const platform: Schema<readonly string[]> = (value, path) =>
  value === "" ? undefined : platformOf(value, path);

/** 0 and -1 mean no limit. */
export const processes: Schema<number> = refine(integer(-1, undefined, 100), (count) =>
  count > 0 ? count : undefined,
);

export const replicas: Schema<number> = integer(0, undefined, 2);

/** Bytes; 0 means docker's default. */
export const sharedMemory: Schema<number> = (value, path) => {
  const read = size(value, path);
  return (read === undefined ? undefined : bytes(read)) || undefined;
};

/** `SERVICE` or `SERVICE:ALIAS` */
const link = refine(
  stringLike("a service, or SERVICE:ALIAS", "db:database", (value) => /^[\w.-]+(:[\w.-]+)?$/.test(value)),
  (value): Link => {
    const [service = "", alias = service] = value.split(":");
    return { service, alias };
  },
);

export const links: Schema<readonly Link[]> = list(link);

const withoutNewPrivileges =
  'set "no-new-privileges": true in daemon.json of every node, which holds for all containers there, and remove it here; to accept that the service runs without it, write security_opt: !reset [] in a second file of the stack';

/** Rejects everything except the values that another schema accepts. */
function exceptFor(accept: (value: unknown) => boolean, accepted: Schema<never>, other: Schema<never>) {
  const read: Schema<never> = (value, path) => (accept(value) ? accepted : other)(value, path);
  return Object.assign(read, { isForbidden: true });
}

export const privileged: Schema<never> = exceptFor(
  (value) => value === false || value === "false",
  () => undefined,
  forbidden("is ignored by swarm", "use cap_add for what it needs"),
);

export const ipcMode: Schema<never> = exceptFor(
  (value) => value === "private",
  () => undefined,
  exceptFor(
    (value) => value === "shareable" || value === "",
    ignoredKey("is left out; no other container can join it", "remove it"),
    forbidden("is ignored by swarm", "remove it"),
  ),
);

export const networkMode: Schema<"host"> = (value, path) => {
  const [mode, owner] = scalarText(value).split(":", 2);
  if (value === "host") return "host";
  if (value === "bridge" || value === "default")
    return path.warn("is left out; the service is in the stack's own networks", "remove it");
  if (value === "none")
    return path.error(
      "is none, and swarm has no service without a network",
      "remove it, and give the service a network of its own with internal: true",
    );
  if (owner !== undefined && (mode === "service" || mode === "container"))
    return path.error(
      `is ${show(value)}, but tasks of swarm share no network namespace`,
      `remove it, put both into one network, and let them reach each other as ${owner || "the service's name"}`,
    );
  return path.error(
    `must be host, but is ${show(value)}`,
    "remove it, and name the network under networks: [front]",
  );
};

/**
 * Without one of these a service would be less isolated than its file says. The engine supports
 * no-new-privileges for services since version 25, but neither docker stack deploy nor docker service has an
 * option for it:
 * https://docs.docker.com/reference/api/engine/version/v1.44/#tag/Service/operation/ServiceCreate
 */
export const securityOptions: Schema<never> = exceptFor(
  (value) =>
    Array.isArray(value) && value.every((option) => /^no-new-privileges[:=]false$/.test(scalarText(option))),
  () => undefined,
  exceptFor(
    (value) =>
      Array.isArray(value) &&
      value.some((option) => /^no-new-privileges([:=]true)?$/.test(scalarText(option))),
    forbidden("has no-new-privileges, which docker stack deploy ignores", withoutNewPrivileges),
    forbidden("is ignored by swarm", "remove it"),
  ),
);
