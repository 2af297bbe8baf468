import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Where the machine in a container is reached. */
export interface Whereabouts {
  /** The container's id: a machine that takes its place is somewhere else. */
  readonly id: string;
  /** Loopback port of its sshd. */
  readonly port: number;
  readonly address: string;
}

const script = readFileSync(new URL("./scripts/started.sh", import.meta.url), "utf8");

/** The names of a stack's containers that ran and stand still. */
export function stoppedContainers(stack: string): string[] {
  const filters = ["--filter", `label=swarm.stack=${stack}`, "--filter", "status=exited"];
  return docker("ps", "--all", ...filters, "--format", "{{.Names}}");
}

/**
 * Starts containers, and waits until their nodes are back in the swarm.
 *
 * Not the provider: it has read the state before, knows no ports of a container that stands still, and so would
 * put a new one in its place, without what is on the disk (docs/adr/0007-stopped-machines-are-started.md).
 *
 * @returns where the machines among them are now, by node
 */
export function startContainers(stack: string, names: readonly string[]): Record<string, Whereabouts> {
  const { status, stderr } = spawnSync("sh", ["-s", stack, ...names], { input: script, encoding: "utf8" });
  if (status !== 0)
    throw new Error(
      `what stands still cannot be started: ${stderr.trim()}\n  → remove it and run up again: docker rm --force ${names.join(" ")}`,
    );
  return Object.fromEntries(docker("inspect", "--format", format(stack), ...names).flatMap(whereabouts));
}

const format = (stack: string) =>
  `{{.Id}} {{index .Config.Labels "swarm.node"}} {{range index .NetworkSettings.Ports "22/tcp"}}{{.HostPort}} {{end}}{{(index .NetworkSettings.Networks "swarm-${stack}").IPAddress}}`;

/** None where the container is no machine. */
function whereabouts(line: string): [string, Whereabouts][] {
  const [id, node, port, address] = line.split(" ");
  return id && node && port && address ? [[node, { id, port: Number(port), address }]] : [];
}

function docker(...words: string[]): string[] {
  const { status, stdout } = spawnSync("docker", words, { encoding: "utf8", timeout: 5000 });
  return status === 0 ? stdout.split("\n").filter(Boolean) : [];
}
