import type { FakeHost } from "./fakeHost.ts";
import { SwarmHost } from "./swarmHost/swarmHost.ts";

const noModule = "exit 1";
export const noFamily =
  "echo 'RTNETLINK answers: No such file or directory' >&2; echo 'Error talking to the kernel' >&2; exit 255";
export const noProgram = (name: string) => `echo "sh: 1: ${name}: not found" >&2; exit 127`;
export const disk = (mebibytes: number) =>
  `echo 'Filesystem 1024-blocks Used Available Capacity Mounted on'; echo '/dev/vda1 99999999 1 ${mebibytes * 1024} 1% /'`;

const healthy = {
  modprobe: noModule,
  genl: "echo 'Name: IPVS'",
  unshare: ":",
  id: "echo 0",
  df: disk(20_000),
  // Keeps the check from this computer's processes.
  pgrep: "exit 1",
  ip: ":",
  sshd: ":",
  "iptables-save": ":",
  nft: ":",
};

/** A node in no swarm that meets all requirements, unless the test says otherwise. */
export function node(commands: Partial<typeof healthy> = {}): SwarmHost {
  const host = new SwarmHost({ engine: { state: "inactive", isManager: false } });
  host.daemon.root = "/var/lib/docker";
  for (const [name, answer] of Object.entries({ ...healthy, ...commands })) host.replace(name, answer);
  return host;
}

/** A /proc/net/ip_vs for the test, which does not exist until the test writes it. */
export const withoutModule = (host: FakeHost) => ({ "/proc/net/ip_vs": host.path("ip_vs") });

/** Files for the test, which do not exist until the test writes them. */
const ownFiles = (host: FakeHost) => ({
  ...withoutModule(host),
  "/etc/docker/daemon.json": host.path("daemon.json"),
  "/etc/resolv.conf": host.path("resolv.conf"),
  "/run/systemd/resolve/resolv.conf": host.path("upstream.conf"),
  '"/proc/$process/limits"': `"${host.path("limits")}"`,
});

/**
 * The calls of the check, without the engine processes that it found.
 *
 * @param needs each with `|` between its fields
 */
export const preflight = async (host: FakeHost, ...needs: string[]) => {
  const outcome = await host.run(
    ["engineChecks", "networkChecks", "preflight"].map((name) => `preflight/scripts/${name}.sh`),
    ["node", "machine-1", "worker-0"],
    needs.map((need) => need.split("|") as [string, ...string[]]),
    ownFiles(host),
  );
  return { ...outcome, calls: outcome.calls.filter((call) => !call.startsWith("pgrep ")) };
};

export const lacks = (...lines: string[]) =>
  `worker-0 does not meet the requirements of the stacks; no service was changed\n${lines.map((line) => `${line}\n`).join("")}`;
