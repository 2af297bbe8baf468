import { hkdfSync } from "node:crypto";
import { ed25519Key, openSshPrivateKey, openSshPublicKey, pemOf } from "./ed25519.ts";

/** An ed25519 key pair. */
export interface SshKeyPair {
  /** For files, in OpenSSH's format: `-----BEGIN OPENSSH PRIVATE KEY-----…` */
  readonly privateKey: string;
  /**
   * The same for connections, of which the state stores many: a third as long, `-----BEGIN PRIVATE KEY-----…`.
   * OpenSSH reads this format only since 9.6; SshSession converts it.
   */
  readonly compactKey: string;
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
  const key = ed25519Key(derive(seed, purpose));
  return { privateKey: openSshPrivateKey(key), compactKey: pemOf(key), publicKey: openSshPublicKey(key) };
}
