import { createPrivateKey, hkdfSync } from "node:crypto";

/** An ed25519 key pair in OpenSSH's formats. */
export interface SshKeyPair {
  /** `-----BEGIN OPENSSH PRIVATE KEY-----…` */
  readonly privateKey: string;
  /** `ssh-ed25519 AAAA…` */
  readonly publicKey: string;
}

/** 32 bytes for one purpose; they reveal nothing about those for other purposes (RFC 5869). */
export function derive(seed: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", Buffer.from(seed, "base64"), "", `swarm ${purpose}`, 32));
}

export function derivePassword(seed: string, purpose: string): string {
  return derive(seed, purpose).toString("base64url");
}

/** The same root secret and purpose always give the same pair. */
export function deriveSshKeyPair(seed: string, purpose: string): SshKeyPair {
  const secret = derive(seed, purpose);
  const publicBytes = publicKeyOf(secret);
  const publicBlob = Buffer.concat([field("ssh-ed25519"), field(publicBytes)]);
  return {
    privateKey: openSshPrivateKey(secret, publicBytes, publicBlob),
    publicKey: `ssh-ed25519 ${publicBlob.toString("base64")}`,
  };
}

/** PKCS#8 header of an ed25519 private key (RFC 8410). */
const pkcs8Header = Buffer.from("302e020100300506032b657004220420", "hex");

function publicKeyOf(secret: Buffer): Buffer {
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Header, secret]), format: "der", type: "pkcs8" });
  return Buffer.from(key.export({ format: "jwk" }).x as string, "base64url");
}

/** https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key */
function openSshPrivateKey(secret: Buffer, publicBytes: Buffer, publicBlob: Buffer): string {
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
    field(publicBlob),
    field(Buffer.concat([plain, padding])),
  ]);
  const lines = blob.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join(
    "\n",
  );
}

function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
