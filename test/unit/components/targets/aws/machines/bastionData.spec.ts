import assert from "node:assert/strict";
import { bastionData } from "../../../../../../components/targets/aws/machines/bastionData.ts";

const data = bastionData({
  user: "swarm",
  authorizedKey: "ssh-ed25519 CLIENT",
  hostKey: { privateKey: "-----BEGIN-----\nHOST\n", publicKey: "ssh-ed25519 HOST", compactKey: "" },
});

describe("bastionData", () => {
  it("is a cloud-config", () => {
    assert.equal(data.split("\n")[0], "#cloud-config");
    assert.ok(Buffer.byteLength(data) < 16 * 1024);
  });

  it("contains its key, and only forwards SSH to port 22", () => {
    assert.deepEqual(JSON.parse(data.slice("#cloud-config".length)), {
      hostname: "bastion",
      ssh_deletekeys: true,
      ssh_keys: { ed25519_private: "-----BEGIN-----\nHOST\n", ed25519_public: "ssh-ed25519 HOST" },
      ssh_pwauth: false,
      disable_root: true,
      users: [
        {
          name: "swarm",
          shell: "/usr/sbin/nologin",
          lock_passwd: true,
          ssh_authorized_keys: ["restrict,port-forwarding ssh-ed25519 CLIENT"],
        },
      ],
      write_files: [
        {
          path: "/etc/ssh/sshd_config.d/10-swarm.conf",
          content: [
            "HostKey /etc/ssh/ssh_host_ed25519_key",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "PermitRootLogin no",
            "AllowTcpForwarding local",
            "PermitOpen *:22",
            "UseDNS no",
            "MaxStartups 100:30:200",
            "",
          ].join("\n"),
        },
      ],
    });
  });
});
