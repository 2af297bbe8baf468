import { gzipSync } from "node:zlib";
import { payloadFunctions, readScript } from "../../../../steps/script.ts";
import { type BootArgs, type BootParts, bootConfig, metadata } from "../bootData.ts";
import { cloudConfig } from "../cloudConfig.ts";

/** What a machine of a pool that scales needs to know before it can ask for more. */
export interface PoolBootArgs extends Omit<BootArgs, "node" | "dataVolume"> {
  readonly pool: string;
  /** Name of the parameter with the join token. */
  readonly parameter: string;
  /** Name of the auto-scaling group. */
  readonly group: string;
}

const program = "/usr/local/sbin/swarm-pool";

/** The service that joins and leaves (scripts/poolNode.sh). */
export function poolScript(): string {
  const script = (path: string) => new URL(path, import.meta.url);
  return readScript(payloadFunctions, script("../scripts/notices.sh"), script("./scripts/poolNode.sh"));
}

/** The script as the state keeps it: compressed once, because zlib's output differs between versions. */
export function packedPoolScript(): string {
  return gzipSync(poolScript(), { level: 9 }).toString("base64");
}

/**
 * The user data of all machines of a pool. A machine has the id of its instance in its name,
 * `web-i-0123456789abcdef0`, which nodeRequest.sh expects.
 *
 * @param script from `packedPoolScript`
 */
export function poolData(args: PoolBootArgs, parts: BootParts, script: string): string {
  const { pool, region, parameter, group, user } = args;
  const { hostname: _, runcmd, write_files: files, ...rest } = bootConfig({ ...args, node: pool }, parts);
  const call = [program, pool, region, metadata, parameter, group, user].join(" ");
  const config = {
    ...rest,
    preserve_hostname: true,
    write_files: [
      ...files,
      { path: program, content: script, permissions: "0700", encoding: "gz+b64" },
      { path: "/etc/systemd/system/swarm-pool.service", content: unit(call) },
    ],
    runcmd: [["sh", "-c", hostname(pool)], ...runcmd, ["systemctl", "enable", "--now", "swarm-pool"]],
  };
  return Buffer.from(cloudConfig(config)).toString("base64");
}

function hostname(pool: string): string {
  return `echo "${pool}-$(cat /var/lib/cloud/data/instance-id)" >/etc/hostname && hostname -F /etc/hostname`;
}

function unit(call: string): string {
  return `[Unit]
Description=Joins the swarm, and leaves it before AWS ends this machine
After=network-online.target docker.service

[Service]
ExecStart=/bin/sh ${call}
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target
`;
}
