import type { SshKeyPair } from "../../../keys/keyMaterial.ts";

/** User data for cloud-init as JSON, which is YAML and needs no manual quoting. */
export function cloudConfig(config: Readonly<Record<string, unknown>>): string {
  return `#cloud-config\n${JSON.stringify(config)}\n`;
}

/** The only host key, installed before sshd answers, so the first connection is already verified. */
export function hostIdentity({ privateKey, publicKey }: SshKeyPair) {
  return { ssh_deletekeys: true, ssh_keys: { ed25519_private: privateKey, ed25519_public: publicKey } };
}

/** Sorts before 50-cloud-init.conf: sshd uses the first value of an option. */
export const sshdFile = "/etc/ssh/sshd_config.d/10-swarm.conf";

/** Joins the lines of a file. */
export function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
