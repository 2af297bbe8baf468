import { createPrivateKey, type KeyObject } from "node:crypto";

/** PKCS#8 header of an ed25519 private key (RFC 8410). */
const pkcs8Header = Buffer.from("302e020100300506032b657004220420", "hex");

/** @param secret 32 bytes */
export function ed25519Key(secret: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8Header, secret]), format: "der", type: "pkcs8" });
}

/** `-----BEGIN PRIVATE KEY-----…`, a third as long as OpenSSH's own format. */
export function pemOf(key: KeyObject): string {
  return key.export({ format: "pem", type: "pkcs8" }).toString();
}

/** `ssh-ed25519 AAAA…` */
export function openSshPublicKey(key: KeyObject): string {
  return `ssh-ed25519 ${publicBlobOf(bytesOf(key).publicBytes).toString("base64")}`;
}

/**
 * The key for a file that `ssh` reads: before 9.6, OpenSSH reads ed25519 keys in its own format only
 * (https://www.openssh.com/releasenotes.html#9.6p1). Other keys stay as they are.
 */
export function forOpenSsh(privateKey: string): string {
  if (!privateKey.startsWith("-----BEGIN PRIVATE KEY-----")) return privateKey;
  const key = createPrivateKey(privateKey);
  return key.asymmetricKeyType === "ed25519" ? openSshPrivateKey(key) : privateKey;
}

/** https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key */
export function openSshPrivateKey(key: KeyObject): string {
  const { secret, publicBytes } = bytesOf(key);
  const check = Buffer.alloc(8, publicBytes.subarray(0, 4));
  const pair = [
    field("ssh-ed25519"),
    field(publicBytes),
    field(Buffer.concat([secret, publicBytes])),
    field(""),
  ];
  const plain = Buffer.concat([check, ...pair]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, (8 - (plain.length % 8)) % 8));
  const blob = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    field("none"),
    field("none"),
    field(""),
    Buffer.from([0, 0, 0, 1]),
    field(publicBlobOf(publicBytes)),
    field(Buffer.concat([plain, padding])),
  ]);
  const lines = blob.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join(
    "\n",
  );
}

function bytesOf(key: KeyObject): { readonly secret: Buffer; readonly publicBytes: Buffer } {
  const { d, x } = key.export({ format: "jwk" });
  return {
    secret: Buffer.from(d as string, "base64url"),
    publicBytes: Buffer.from(x as string, "base64url"),
  };
}

function publicBlobOf(publicBytes: Buffer): Buffer {
  return Buffer.concat([field("ssh-ed25519"), field(publicBytes)]);
}

function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
