import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { SshKeyPair } from "../../../keys/keyMaterial.ts";
import { withoutComments } from "../../../steps/script.ts";
import { cloudConfig, hostIdentity, linesOf, sshdFile } from "./cloudConfig.ts";

/** EC2's metadata service. */
export const metadata = "http://169.254.169.254";

/** The user of every EC2 machine, with passwordless sudo. */
export const machineUser = "swarm";

/** What a machine needs to know before the first SSH connection. */
export interface BootArgs {
  /** The machine's hostname. */
  readonly node: string;
  readonly user: string;
  /** The public key that may log in: `ssh-ed25519 AAAA…`. */
  readonly authorizedKey: string;
  /** The machine's own host key. */
  readonly hostKey: SshKeyPair;
  /** A version of Docker's own packages, `29.8.2`, or `debian` for Debian's. */
  readonly engine: string;
  /** A manager's EBS volume for /var/lib/docker: `vol-0123456789abcdef0`. */
  readonly dataVolume?: string;
  readonly region: string;
}

/** What is the same on all machines, and must not change while they live: it would replace them. */
export interface BootParts {
  /** boot.sh. */
  readonly script: string;
  /** Its encoding for cloud-init; undefined for plain text, in states from before it was compressed. */
  readonly encoding?: "gz+b64";
  readonly files: readonly File[];
  /** Only on managers. */
  readonly managerFiles: readonly File[];
  /** True: install AWS Session Manager's agent. */
  readonly sessionManager: boolean;
}

interface File {
  readonly path: string;
  readonly content: string;
  readonly permissions?: string;
  readonly encoding?: "gz+b64";
}

const bootScript = "/usr/local/sbin/swarm-boot";

/**
 * The user data of an EC2 machine for cloud-init.
 *
 * @see https://docs.cloud-init.io/en/latest/reference/modules.html
 */
export function bootData(args: BootArgs, parts: BootParts): string {
  return cloudConfig(bootConfig(args, parts));
}

/** What `bootData` contains. */
export function bootConfig(args: BootArgs, parts: BootParts) {
  return {
    hostname: args.node,
    preserve_hostname: false,
    prefer_fqdn_over_hostname: false,
    manage_etc_hosts: "localhost",
    ...hostIdentity(args.hostKey),
    disable_root: true,
    // Without `default`, cloud-init does not create the image's own user.
    users: [
      {
        name: args.user,
        shell: "/bin/bash",
        sudo: "ALL=(ALL) NOPASSWD:ALL",
        lock_passwd: true,
        ssh_authorized_keys: [args.authorizedKey],
      },
    ],
    write_files: files(args, parts),
    runcmd: [
      [
        bootScript,
        args.user,
        args.engine,
        args.region,
        args.dataVolume ?? "none",
        parts.sessionManager ? "session-manager" : "none",
      ],
    ],
  };
}

function files({ dataVolume }: BootArgs, { script, encoding, files, managerFiles }: BootParts): File[] {
  return [
    { path: bootScript, content: script, permissions: "0700", ...(encoding ? { encoding } : {}) },
    ...files,
    ...(dataVolume ? managerFiles : []),
  ];
}

/** Whether a machine with this user data has AWS Session Manager's agent: it installs it at its first boot only. */
export function hasSessionManager(userData: unknown): boolean {
  try {
    const { runcmd } = JSON.parse(String(userData).replace(/^#cloud-config\n/, ""));
    return runcmd[0].at(-1) === "session-manager";
  } catch {
    return false;
  }
}

export function bootParts(sessionManager: boolean): BootParts {
  const script = readFileSync(new URL("./scripts/boot.sh", import.meta.url), "utf8");
  return {
    // The state has it once for each machine. Compressed once, because zlib's output differs between versions.
    script: gzipSync(`#!/bin/sh\n${withoutComments(script)}`, { level: 9 }).toString("base64"),
    encoding: "gz+b64",
    files: [
      { path: "/etc/docker/daemon.json", content: `${JSON.stringify(daemon, undefined, 2)}\n` },
      { path: sshdFile, content: linesOf(sshd) },
      { path: "/etc/chrony/sources.d/amazon.sources", content: linesOf(clock) },
      { path: "/etc/modules-load.d/swarm.conf", content: linesOf(modules) },
      { path: "/etc/systemd/system/containerd.service.d/swarm.conf", content: linesOf(limits) },
    ],
    managerFiles: [{ path: "/etc/systemd/system/docker.service.d/swarm.conf", content: linesOf(dataFirst) }],
    sessionManager,
  };
}

const daemon = {
  "log-driver": "json-file",
  "log-opts": { "max-size": "10m", "max-file": "3" },
  // Keep all of the engine's data in /var/lib/docker: a manager's disk moves between machines as a whole.
  features: { "containerd-snapshotter": false },
};

const sshd = [
  "HostKey /etc/ssh/ssh_host_ed25519_key",
  // Not cloud-init's ssh_pwauth, which restarts sshd during the first connections.
  "PasswordAuthentication no",
  "KbdInteractiveAuthentication no",
  "PermitRootLogin no",
  "UseDNS no",
  // Many steps connect to the seed at once.
  "MaxStartups 100:30:200",
];

/** Amazon's time server, reachable from every instance without internet access. */
const clock = ["server 169.254.169.123 prefer iburst minpoll 4 maxpoll 4"];

/** For service addresses and published ports, overlay networks, and encrypted ones. */
const modules = ["ip_vs", "ip_vs_rr", "xt_ipvs", "vxlan", "br_netfilter", "esp4", "xt_bpf"];

/** Containers inherit containerd's limit; since Docker 29 that is 1024 open files by default. */
const limits = ["[Service]", "LimitNOFILE=65536:524288"];

const dataFirst = ["[Unit]", "RequiresMountsFor=/var/lib/docker"];
