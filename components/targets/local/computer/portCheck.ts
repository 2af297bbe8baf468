import { createServer } from "node:net";
import type { Diagnostic } from "../../../input/diagnostic.ts";
import { DiagnosticPath } from "../../../input/diagnosticPath.ts";
import { labelNames } from "../../../names.ts";
import { execFile } from "../../../process/child.mjs";
import type { Settings } from "../../../settings/settings.ts";
import { deadlines } from "../../../steps/times.ts";
import { balancedPorts } from "../entryPoint/balancerConfiguration.ts";
import type { LocalSettings } from "../settings/settings.ts";

/** A loopback port of this computer for the local target. */
export interface WantedPort {
  readonly port: number;
  readonly purpose: string;
  /** The setting that changes it. */
  readonly setting: "port" | "firstPort";
}

/** A running container that publishes a range of ports. */
export interface PortHolder {
  readonly from: number;
  readonly to: number;
  readonly container: string;
  /** Its Pulumi stack; empty if it is not ours. */
  readonly stack: string;
}

/** Finds out which ports are in use, and by which containers. */
export interface PortOffice {
  readonly isTaken: (port: number) => Promise<boolean>;
  readonly holders: () => Promise<readonly PortHolder[]>;
}

interface PublishedPorts {
  readonly ports: readonly {
    published: number;
    protocol: "tcp" | "udp" | "sctp";
    http: boolean;
    service: string;
  }[];
}

export function wantedPorts(
  settings: Settings<LocalSettings>,
  models: readonly PublishedPorts[],
): WantedPort[] {
  const { port, firstPort } = settings.own;
  const fronts = balancedPorts(
    models.flatMap(({ ports }) => ports),
    port,
  ).map(({ front, node }) => ({
    port: front,
    purpose: `the published port ${node}`,
    setting: "port" as const,
  }));
  const managers = Array.from({ length: settings.managers }, (_, index) => ({
    port: firstPort + index,
    purpose: `SSH to manager-${index}`,
    setting: "firstPort" as const,
  }));
  return [...fronts, ...managers, { port: firstPort + 9, purpose: "the registry", setting: "firstPort" }];
}

const mostAsked = 500;
const mostShown = 50;

/** Reports ports that something else uses, but not those of our own running containers. */
export async function checkPorts(
  wanted: readonly WantedPort[],
  stack: string,
  office: PortOffice = thisComputer,
): Promise<Diagnostic[]> {
  // More ports than a program can open have a diagnostic already.
  const asked = wanted.slice(0, mostAsked);
  const states = await Promise.all(asked.map(({ port }) => office.isTaken(port)));
  const taken = asked.filter((_, index) => states[index]).slice(0, mostShown);
  if (taken.length === 0) return [];
  const holders = await office.holders();
  const path = DiagnosticPath.top("swarm:");
  for (const { port, purpose, setting } of taken) {
    const holder = holders.find(({ from, to }) => from <= port && port <= to);
    if (holder?.stack === stack) continue;
    const owner = holder ? `the container ${holder.container}` : "another program";
    path
      .at("local")
      .at(setting)
      .error(
        `127.0.0.1:${port}, for ${purpose}, is taken by ${owner}`,
        `stop it, or set swarm:local.${setting} to another number`,
      );
  }
  return path.diagnostics;
}

/** Parses `docker ps --format '{{.Names}}\t{{.Label "swarm.stack"}}\t{{.Ports}}'`. */
export function parseHolders(listing: string): PortHolder[] {
  return listing.split("\n").flatMap((line) => {
    const [container = "", stack = "", ports = ""] = line.split("\t");
    return [...ports.matchAll(/:(\d+)(?:-(\d+))?->/g)].map(([, from, to = from]) => ({
      from: Number(from),
      to: Number(to),
      container,
      stack,
    }));
  });
}

const thisComputer: PortOffice = {
  isTaken: (port) =>
    new Promise((resolve) => {
      const server = createServer();
      // Other errors, such as a privileged port, do not matter here: docker listens, not this program.
      server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRINUSE"));
      server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(false)));
    }),
  holders: async () => {
    const format = `{{.Names}}\t{{.Label "${labelNames.stack}"}}\t{{.Ports}}`;
    const listed = execFile("docker", ["ps", "--format", format], { timeout: deadlines.question * 1000 });
    // Without an engine, no container uses a port.
    return parseHolders((await listed.catch(() => ({ stdout: "" }))).stdout);
  },
};
