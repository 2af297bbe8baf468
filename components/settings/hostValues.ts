import { type Schema, scalarText, show, stringLike } from "../input/schema.ts";
import { isSubnet } from "../net/cidr.ts";

const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const name = new RegExp(`^${label}(\\.${label})*$`, "i");

export function isIpv4(text: string): boolean {
  return isSubnet(`${text}/32`);
}

/** A name whose last part is a number would be parsed as an address. */
function isHostName(text: string): boolean {
  return text.length <= 253 && name.test(text) && !/(^|\.)[0-9]+$/.test(text);
}

export const ipv4 = stringLike("an IPv4 address", "10.0.0.7", isIpv4);

export const hostAddress = stringLike(
  "an IPv4 address or a DNS name",
  "203.0.113.7",
  (text) => isIpv4(text) || isHostName(text),
);

export const userName = stringLike("the name of a user", "root", (text) =>
  /^[a-z_][a-z0-9_-]{0,31}$/.test(text),
);

export const registryAddress = stringLike(
  "a registry's host, with its port where that is not 443",
  "registry.example.com or 10.0.0.5:5000",
  (text) => {
    const [host = "", port = "443", ...more] = text.split(":");
    const isPort = /^[1-9][0-9]{0,4}$/.test(port) && Number(port) <= 65535;
    return more.length === 0 && isPort && (isIpv4(host) || isHostName(host));
  },
);

/** Ends with a slash, ready for a repository name. */
export const prefix: Schema<string> = (value, path) => {
  const text = scalarText(value).replace(/\/$/, "");
  if (text === "") return "";
  const part = "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*";
  if (typeof value === "string" && new RegExp(`^${part}(/${part})*$`).test(text)) return `${text}/`;
  return path.error(
    `must be what a repository's name begins with, but is ${show(value)}`,
    "write lowercase letters and digits with single slashes between, for example team/shop",
  );
};

const keyTypes = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "ssh-rsa",
];

/** As in `known_hosts` without the host; a comment after the key is dropped. */
export const hostKey: Schema<string> = (value, path) => {
  const example =
    "write for example ssh-ed25519 AAAA…; ssh-keyscan -t ed25519 HOST prints it after the host's name";
  if (typeof value !== "string") return path.error(`must be an SSH host key, but is ${show(value)}`, example);
  const fields = value.trim().split(/\s+/);
  const at = fields.findIndex((word) => keyTypes.includes(word));
  const [type = "", key = ""] = fields.slice(at);
  if (at < 0 || !isKeyOf(type, key))
    return path.error(`must be an SSH host key, but is ${show(value)}`, example);
  if (at > 0) return path.error("has more in front of the key", `write ${type} ${key.slice(0, 12)}… alone`);
  return `${type} ${key}`;
};

/** An encoded key begins with the name of its type. */
function isKeyOf(type: string, key: string): boolean {
  if (!/^[A-Za-z0-9+/]{40,}={0,2}$/.test(key)) return false;
  const bytes = Buffer.from(key, "base64");
  return bytes.length > 4 && bytes.toString("latin1", 4, 4 + bytes.readUInt32BE(0)) === type;
}
