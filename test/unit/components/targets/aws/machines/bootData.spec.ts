import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "yaml";
import { deriveSshKeyPair } from "../../../../../../components/keys/keyMaterial.ts";
import { withoutComments } from "../../../../../../components/steps/script.ts";
import {
  type BootArgs,
  bootData,
  bootParts,
  machineUser,
} from "../../../../../../components/targets/aws/machines/bootData.ts";
import { scriptFile } from "../../../../../support/scripts.ts";

const host = deriveSshKeyPair("AAAA", "ssh host manager-0");
const client = deriveSshKeyPair("AAAA", "ssh client");
const worker: BootArgs = {
  node: "web-12",
  user: machineUser,
  authorizedKey: client.publicKey,
  hostKey: host,
  engine: "29.8.2",
  region: "eu-central-1",
};
const manager: BootArgs = {
  ...worker,
  node: "manager-0",
  dataVolume: "vol-0123456789abcdef0",
};

interface File {
  readonly path: string;
  readonly content: string;
  readonly permissions?: string;
  readonly encoding?: string;
}

interface Config {
  readonly write_files: File[];
  readonly runcmd: string[][];
  readonly [key: string]: unknown;
}

const bootOf = (args: BootArgs) => bootData(args, bootParts(args.dataVolume !== undefined));

function configOf(args: BootArgs): Config {
  const [first, json, ...rest] = bootOf(args).split("\n");
  assert.equal(first, "#cloud-config");
  assert.deepEqual(rest, [""]);
  const config: Config = JSON.parse(json ?? "");
  return { ...config, write_files: config.write_files.map(unpacked) };
}

/** A file as cloud-init writes it. */
function unpacked({ encoding, content, ...file }: File): File {
  if (encoding === undefined) return { ...file, content };
  assert.equal(encoding, "gz+b64");
  return { ...file, content: gunzipSync(Buffer.from(content, "base64")).toString() };
}

const script = withoutComments(readFileSync(scriptFile("targets/aws/machines/scripts/boot.sh"), "utf8"));
const files = [
  { path: "/usr/local/sbin/swarm-boot", content: `#!/bin/sh\n${script}`, permissions: "0700" },
  {
    path: "/etc/docker/daemon.json",
    content: `{
  "log-driver": "json-file",
  "log-opts": {
    "max-size": "10m",
    "max-file": "3"
  },
  "features": {
    "containerd-snapshotter": false
  }
}
`,
  },
  {
    path: "/etc/ssh/sshd_config.d/10-swarm.conf",
    content: `HostKey /etc/ssh/ssh_host_ed25519_key
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin no
UseDNS no
MaxStartups 100:30:200
`,
  },
  {
    path: "/etc/chrony/sources.d/amazon.sources",
    content: "server 169.254.169.123 prefer iburst minpoll 4 maxpoll 4\n",
  },
  {
    path: "/etc/modules-load.d/swarm.conf",
    content: "ip_vs\nip_vs_rr\nxt_ipvs\nvxlan\nbr_netfilter\nesp4\nxt_bpf\n",
  },
  {
    path: "/etc/systemd/system/containerd.service.d/swarm.conf",
    content: "[Service]\nLimitNOFILE=65536:524288\n",
  },
];

describe("bootData", () => {
  it("contains everything that a worker needs", () => {
    assert.deepEqual(configOf(worker), {
      hostname: "web-12",
      preserve_hostname: false,
      prefer_fqdn_over_hostname: false,
      manage_etc_hosts: "localhost",
      ssh_deletekeys: true,
      ssh_keys: { ed25519_private: host.privateKey, ed25519_public: host.publicKey },
      disable_root: true,
      users: [
        {
          name: "swarm",
          shell: "/bin/bash",
          sudo: "ALL=(ALL) NOPASSWD:ALL",
          lock_passwd: true,
          ssh_authorized_keys: [client.publicKey],
        },
      ],
      write_files: files,
      runcmd: [["/usr/local/sbin/swarm-boot", "swarm", "29.8.2", "eu-central-1", "none", "none"]],
    });
  });

  it("mounts a manager's disk, and the engine requires it", () => {
    const { write_files, runcmd } = configOf(manager);
    assert.deepEqual(write_files, [
      ...files,
      {
        path: "/etc/systemd/system/docker.service.d/swarm.conf",
        content: "[Unit]\nRequiresMountsFor=/var/lib/docker\n",
      },
    ]);
    const args = ["swarm", "29.8.2", "eu-central-1", "vol-0123456789abcdef0", "session-manager"];
    assert.deepEqual(runcmd, [["/usr/local/sbin/swarm-boot", ...args]]);
  });

  it("has the script of an earlier version as that version kept it", () => {
    const { encoding: _, ...parts } = bootParts(false);
    const { write_files: all } = JSON.parse(
      bootData(worker, { ...parts, script: "#!/bin/sh\n" }).split("\n")[1] ?? "",
    );
    assert.deepEqual(all[0], {
      path: "/usr/local/sbin/swarm-boot",
      content: "#!/bin/sh\n",
      permissions: "0700",
    });
  });

  it("is equal for equal machines", () => {
    assert.equal(bootOf({ ...manager }), bootOf({ ...manager }));
  });

  it("is valid YAML, whatever the values", () => {
    const odd = `it's: "odd" \\ # {a: [b]} & *c !d % @e \`f\` $(g) \t\n- h\n`;
    const text = bootOf({
      ...manager,
      authorizedKey: odd,
      hostKey: { privateKey: odd, publicKey: odd, compactKey: "" },
    });
    const config = parse(text);
    assert.deepEqual(config.users[0].ssh_authorized_keys, [odd]);
    assert.deepEqual(config.ssh_keys, { ed25519_private: odd, ed25519_public: odd });
    assert.deepEqual(config.write_files.map(unpacked), configOf(manager).write_files);
  });

  it("fits into EC2's 16 KiB, with room for longer values", () => {
    const longest = bootOf({
      ...manager,
      node: `${"x".repeat(59)}-999`,
      engine: "29.8.2-rc.1",
      region: "ap-southeast-7",
    });
    assert.ok(Buffer.byteLength(longest) < 8192, `${Buffer.byteLength(longest)} bytes`);
  });
});
