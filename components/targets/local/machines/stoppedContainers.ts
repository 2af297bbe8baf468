import { readFileSync } from "node:fs";
import { labelNames } from "../../../names.ts";
import { spawnSync } from "../../../process/child.mjs";
import { deadlines, waitsOf } from "../../../steps/times.ts";

/** How to reach the machine in a container. */
export interface Whereabouts {
  /** The container's id; a replacement has another address. */
  readonly id: string;
  /** Loopback port of its sshd. */
  readonly port: number;
  readonly address: string;
}

/** Owner of the containers: the stack is in the names of their networks, the cluster id in their labels. */
interface EngineOwner {
  readonly stack: string;
  readonly cluster: string;
}

const text = readFileSync(new URL("./scripts/started.sh", import.meta.url), "utf8");
const script = waitsOf(text) + text;

/** Addresses of the running machines, by node. */
export function runningMachines({ stack, cluster }: EngineOwner): Record<string, Whereabouts> {
  const filters = [`label=${labelNames.cluster}=${cluster}`, `label=${labelNames.node}`].flatMap((label) => [
    "--filter",
    label,
  ]);
  const ids = engineLines("ps", "--quiet", ...filters);
  return ids.length === 0
    ? {}
    : Object.fromEntries(engineLines("inspect", "--format", format(stack), ...ids).flatMap(whereabouts));
}

/**
 * Starts containers, and waits until their nodes are back in the swarm.
 *
 * The provider cannot do this: it has already read the state, knows no ports of a stopped container, and so
 * would replace it and lose its disk (docs/adr/0007-stopped-machines-are-started.md).
 *
 * @returns addresses of the started machines, by node
 */
export function startContainers(
  { stack, cluster }: EngineOwner,
  names: readonly string[],
): Record<string, Whereabouts> {
  const { status, stderr } = spawnSync("sh", ["-s", cluster, ...names], { input: script, encoding: "utf8" });
  if (status !== 0)
    throw new Error(
      `stopped containers cannot be started: ${stderr.trim()}\n  → remove them: docker rm --force ${names.join(" ")}, then run npm run up again`,
    );
  return Object.fromEntries(engineLines("inspect", "--format", format(stack), ...names).flatMap(whereabouts));
}

const format = (stack: string) =>
  `{{.Id}} {{index .Config.Labels "${labelNames.node}"}} {{range index .NetworkSettings.Ports "22/tcp"}}{{.HostPort}} {{end}}{{(index .NetworkSettings.Networks "swarm-${stack}").IPAddress}}`;

/** Empty if the container is not a machine. */
function whereabouts(line: string): [string, Whereabouts][] {
  const [id, node, port, address] = line.split(" ");
  return id && node && port && address ? [[node, { id, port: Number(port), address }]] : [];
}

/** The lines that `docker` prints; none on failure: an engine that does not answer is reported elsewhere. */
function engineLines(...args: string[]): string[] {
  const { status, stdout } = spawnSync("docker", args, {
    encoding: "utf8",
    timeout: deadlines.question * 1000,
  });
  return status === 0 ? stdout.split("\n").filter(Boolean) : [];
}

/** Docker's short form of a container's id, which it takes everywhere; the state has it in each step of a machine. */
export function shortId(id: string): string {
  return id.replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, "$1");
}
