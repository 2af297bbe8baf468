import type { SshKeyPair } from "../../../keys/keyMaterial.ts";
import { cloudConfig, hostIdentity, linesOf, sshdFile } from "./cloudConfig.ts";

export interface BastionBootArgs {
  readonly user: string;
  /** The only public key that may log in: `ssh-ed25519 AAAA…`. */
  readonly authorizedKey: string;
  /** The bastion's own host key. */
  readonly hostKey: SshKeyPair;
}

/** The bastion's user data for cloud-init: it only forwards SSH to port 22. */
export function bastionData({ user, authorizedKey, hostKey }: BastionBootArgs): string {
  return cloudConfig({
    hostname: "bastion",
    ...hostIdentity(hostKey),
    ssh_pwauth: false,
    disable_root: true,
    // Without `default`, cloud-init does not create the image's own user.
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
  // Every step on every node connects through the bastion.
  "MaxStartups 100:30:200",
];
