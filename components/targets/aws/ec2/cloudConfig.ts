import type { SshKeyPair } from "../../../keys/keyMaterial.ts";

/** User data for cloud-init. JSON is YAML: nothing needs quoting by hand. */
export function cloudConfig(config: Readonly<Record<string, unknown>>): string {
  return `#cloud-config\n${JSON.stringify(config)}\n`;
}

/** The only host key, in place before sshd answers: the first contact is already verified. */
export function hostIdentity({ privateKey, publicKey }: SshKeyPair) {
  return { ssh_deletekeys: true, ssh_keys: { ed25519_private: privateKey, ed25519_public: publicKey } };
}

/** Before 50-cloud-init.conf: sshd takes what it reads first. */
export const sshdFile = "/etc/ssh/sshd_config.d/10-swarm.conf";

/** The content of a file with these lines. */
export function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
