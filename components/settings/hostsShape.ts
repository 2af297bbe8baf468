import {
  atMost,
  fields,
  flag,
  integer,
  isMapping,
  list,
  oneOf,
  plain,
  type Shape,
  text,
  then,
} from "../input/shape.ts";
import { domainLike } from "./awsValues.ts";
import { hostAddress, hostKey, ipv4, prefix, registryAddress, userName } from "./hostValues.ts";
import { nodeName } from "./names.ts";
import { nodeFields } from "./nodesShape.ts";

const hostFields = fields(
  {
    name: nodeName,
    role: oneOf("manager", "worker"),
    host: hostAddress,
    port: integer(1, 65535, 22),
    user: userName,
    hostKey,
    address: ipv4,
    ...nodeFields,
  },
  { name: "manager-0", role: "manager", host: "203.0.113.7" },
  "name: manager-0",
);

type WrittenHost = NonNullable<ReturnType<typeof hostFields>>;

/** A machine is never spoken to before it is known which one it is. */
const host: Shape<WrittenHost> = (value, place) => {
  const read = hostFields(value, place);
  if (isMapping(value) && !("hostKey" in value)) {
    const port = read?.port === undefined || read.port === 22 ? "" : `-p ${read.port} `;
    place
      .at("hostKey")
      .refuse(
        "is missing",
        `write what this prints behind the host's name: ssh-keyscan -t ed25519 ${port}${read?.host ?? "HOST"}`,
      );
  }
  return read;
};

const registry = then(
  fields({ address: registryAddress, username: text, password: plain, prefix, insecure: flag }),
  (read, place) => {
    if (Object.keys(read).length > 0 && read.address === undefined && place.isSound())
      place.at("address").refuse("is missing", "write for example address: registry.example.com");
    if ((read.username === undefined) !== (read.password === undefined))
      place.refuse("has only one of username and password", "write both, or neither where it asks for none");
    return read;
  },
);

const aDomain = domainLike("shop.example.com");
/** Empty is none. */
const domain: Shape<string> = (value, place) => (value === "" ? "" : aDomain(value, place));

/** What belongs to target hosts; all of it optional. */
export const hostsFields = {
  hosts: atMost(1000, "machines", list(host)),
  sshKey: text,
  registry,
  domain,
};

export interface WrittenHosts {
  readonly hosts?: readonly WrittenHost[];
  readonly sshKey?: string;
  readonly registry?: NonNullable<ReturnType<typeof registry>>;
  readonly domain?: string;
}
