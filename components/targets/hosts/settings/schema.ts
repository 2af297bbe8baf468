import { isMapping } from "../../../input/mapping.ts";
import {
  atMost,
  boolean,
  enumOf,
  type Infer,
  type InferObject,
  integer,
  list,
  object,
  plain,
  refine,
  type Schema,
  text,
} from "../../../input/schema.ts";
import {
  hostAddress,
  hostKey,
  ipv4,
  prefix,
  registryAddress,
  userName,
} from "../../../settings/hostValues.ts";
import { domainLike, nodeName } from "../../../settings/names.ts";
import { nodeFields } from "../../../settings/nodesSchema.ts";
import type { WrittenSettings } from "../../../settings/settingsSchema.ts";

const hostSchema = object(
  {
    /** Name of the node; the machine keeps its hostname. */
    name: nodeName,
    role: enumOf("manager", "worker"),
    /** IPv4 address or DNS name for SSH from this computer. */
    host: hostAddress,
    /** Default 22. */
    port: integer(1, 65535, 22),
    /** User for SSH; any user but root needs passwordless `sudo`; default root. */
    user: userName,
    /** The only accepted host key: `ssh-ed25519 AAAA…`. */
    hostKey,
    /** IPv4 address for the other nodes; default: the host. */
    address: ipv4,
    ...nodeFields,
  },
  { name: "manager-0", role: "manager", host: "203.0.113.7" },
  "name: manager-0",
);

export type WrittenHost = Infer<typeof hostSchema>;

/** Requires the host key: without it the program never connects to a machine. */
const host: Schema<WrittenHost> = (value, path) => {
  const read = hostSchema(value, path);
  if (isMapping(value) && !("hostKey" in value)) {
    const port = read?.port === undefined || read.port === 22 ? "" : `-p ${read.port} `;
    path
      .at("hostKey")
      .error(
        "is missing",
        `write what this prints after the host's name: ssh-keyscan -t ed25519 ${port}${read?.host ?? "HOST"}`,
      );
  }
  return read;
};

const registry = refine(
  object({ address: registryAddress, username: text, password: plain, prefix, insecure: boolean }),
  (read, path) => {
    if (Object.keys(read).length > 0 && read.address === undefined && path.isSound())
      path.at("address").error("is missing", "write for example address: registry.example.com");
    if ((read.username === undefined) !== (read.password === undefined))
      path.error("has only one of username and password", "write both, or neither where it asks for none");
    return read;
  },
);

const aDomain = domainLike("shop.example.com");
/** Empty means unset. */
const domain: Schema<string> = (value, path) => (value === "" ? "" : aDomain(value, path));

/** The keys of target hosts; all are optional. */
export const hostsFields = {
  hosts: atMost(1000, "machines", list(host)),
  sshKey: text,
  registry,
  domain,
};

export type WrittenHosts = WrittenSettings & InferObject<typeof hostsFields>;
