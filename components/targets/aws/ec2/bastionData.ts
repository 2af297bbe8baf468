import type { SshKeyPair } from "../../../keys/keyMaterial.ts";
import { cloudConfig, hostIdentity, linesOf, sshdFile } from "./cloudConfig.ts";

export interface BastionBootArgs {
  readonly user: string;
  /** Public key of those who may pass: `ssh-ed25519 AAAA…`. */
  readonly authorizedKey: string;
  /** By which it proves who it is. */
  readonly hostKey: SshKeyPair;
}

/** The user data of the bastion, for cloud-init: SSH passes through to port 22, and nothing runs here. */
export function bastionData({ user, authorizedKey, hostKey }: BastionBootArgs): string {
  return cloudConfig({
    hostname: "bastion",
    ...hostIdentity(hostKey),
    ssh_pwauth: false,
    disable_root: true,
    // No `default`: the image's own user is not made.
    users: [
      {
        name: user,
        shell: "/usr/sbin/nologin",
        lock_passwd: true,
        ssh_authorized_keys: [`restrict,port-forwarding ${authorizedKey}`],
      },
    ],
    write_files: [{ path: sshdFile, content: linesOf(sshd) }],
  });
}

const sshd = [
  "HostKey /etc/ssh/ssh_host_ed25519_key",
  "PasswordAuthentication no",
  "KbdInteractiveAuthentication no",
  "PermitRootLogin no",
  "AllowTcpForwarding local",
  "PermitOpen *:22",
  "UseDNS no",
  // Every step on every node passes here.
  "MaxStartups 100:30:200",
];
