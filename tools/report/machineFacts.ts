import { statfs } from "node:fs/promises";
import { baseImage } from "../../components/images/build/baseImage.ts";
import { execFile as run } from "../../components/process/child.mjs";
import { projectRoot } from "../../setup/project.ts";

const gibibyte = 2 ** 30;

/** What a swarm needs from the kernel, and what does not work without it. */
const features = [
  [
    "ip_vs",
    "IP_VS",
    "no virtual addresses and no routing mesh: use endpoint_mode: dnsrr and ports in mode: host",
  ],
  ["vxlan", "VXLAN", "no overlay networks: services on different nodes cannot talk to each other"],
  ["ESP", "INET_ESP", "no encrypted overlay networks"],
] as const;

/** Rows about the engine's machine: what it is, its size, its kernel's features. */
export async function machineFacts(): Promise<string[][]> {
  const { bavail, bsize } = await statfs(projectRoot);
  const disk = ["free disk", `${Math.floor((bavail * bsize) / gibibyte)} GiB`];
  const format = "{{.KernelVersion}}|{{.NCPU}}|{{.MemTotal}}|{{.OperatingSystem}}";
  const answer = await run("docker", ["info", "--format", format]).catch(() => undefined);
  if (!answer) return [disk, ["engine", "does not answer"]];
  const [kernel = "", cores = "", memory = "", system = ""] = answer.stdout.trim().split("|");
  return [
    ["engine's system", system],
    ["kernel", kernel],
    ["cores", cores],
    ["memory", `${(Number(memory) / gibibyte).toFixed(1)} GiB`],
    disk,
    ...kernelFeatures(await kernelSettings()),
  ];
}

export function kernelFeatures(settings: string | undefined): string[][] {
  const lines = new Set(settings?.split("\n"));
  return features.map(([name, setting, without]) => {
    if (settings === undefined) return [name, "unknown: the kernel does not expose its configuration"];
    const isOn = ["y", "m"].some((word) => lines.has(`CONFIG_${setting}=${word}`));
    return [name, isOn ? "yes" : `no: ${without}`];
  });
}

/** Read in a container, because the engine may run on another machine. */
async function kernelSettings(): Promise<string | undefined> {
  const script = 'zcat /proc/config.gz 2>/dev/null || cat "/boot/config-$(uname -r)"';
  const args = [
    "run",
    "--rm",
    "--pull",
    "never",
    "--volume",
    "/boot:/boot:ro",
    baseImage(),
    "sh",
    "-c",
    script,
  ];
  return run("docker", args, { maxBuffer: 16 * 1024 * 1024 }).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}
