import { readFile } from "node:fs/promises";
import { release } from "node:os";
import { isSubnet, networkOf, overlap, prefixOf } from "../../../net/cidr.ts";
import { execFile } from "../../../process/child.mjs";
import { deadlines } from "../../../steps/times.ts";

/** A range that this computer reaches, and would no longer if our network used the same addresses. */
export interface Reached {
  /** `172.31.0.0/16` */
  readonly range: string;
  /** `the route 172.31.0.0/16 dev eth0` */
  readonly what: string;
}

/** Wider routes, as a VPN sets them, count as default routes. */
const shortest = 8;

/** @param text output of `ip -4 route show table all` */
export function readRoutes(text: string): Reached[] {
  return text.split("\n").flatMap((line) => {
    const [, to = "", device] = /^(\d[\d./]*)\s(?:.*\bdev (\S+))?/.exec(line.trim()) ?? [];
    const range = to.includes("/") ? to : `${to}/32`;
    if (!isSubnet(range) || prefixOf(range) < shortest) return [];
    return [{ range: networkOf(range), what: `the route ${to}${device ? ` dev ${device}` : ""}` }];
  });
}

/** @param text `/proc/net/route`, if `ip` is missing: numbers of the main table in host byte order */
export function readKernelRoutes(text: string): Reached[] {
  const dotted = (hex: string) => (hex.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16));
  return text.split("\n").flatMap((line) => {
    const [, device = "", to = "", mask = ""] =
      /^(\S+)\t([0-9A-F]{8})\t(?:\S+\t){5}([0-9A-F]{8})\t/.exec(line) ?? [];
    if (device === "") return [];
    const prefix = dotted(mask)
      .map((byte) => byte.toString(2).replaceAll("0", "").length)
      .reduce((sum, ones) => sum + ones, 0);
    return readRoutes(`${dotted(to).join(".")}/${prefix} dev ${device}`);
  });
}

/** @param text a resolv.conf */
export function readNameServers(text: string): Reached[] {
  return [...text.matchAll(/^nameserver\s+(\S+)/gm)].flatMap(([, server = ""]) =>
    isSubnet(`${server}/32`) && !server.startsWith("127.")
      ? [{ range: `${server}/32`, what: `the name server ${server}` }]
      : [],
  );
}

export function hiddenBy(range: string, reached: readonly Reached[]): Reached[] {
  return reached.filter((one) => overlap(one.range, range));
}

/** A free range of 256 addresses that hides nothing and does not overlap `taken`. */
export function freeRange(reached: readonly Reached[], taken: readonly string[]): string | undefined {
  for (const base of ["172.31", "10.213", "192.168"])
    for (let third = 0; third < 256; third++) {
      const range = `${base}.${third}.0/24`;
      if (hiddenBy(range, reached).length === 0 && !taken.some((other) => overlap(other, range)))
        return range;
    }
  return undefined;
}

/** Empty if the engine has a kernel of its own: its networks are not this computer's. */
export async function routesHere(): Promise<Reached[]> {
  if ((await output("docker", "info", "--format", "{{.KernelVersion}}")) !== release()) return [];
  const routes = await output("ip", "-4", "route", "show", "table", "all");
  const text = (file: string) => readFile(file, "utf8").catch(() => "");
  const servers = await Promise.all(["/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"].map(text));
  const found = routes ? readRoutes(routes) : readKernelRoutes(await text("/proc/net/route"));
  return [...found, ...servers.flatMap(readNameServers)];
}

/** By name; only the engine's networks with a range. */
export async function engineNetworks(): Promise<ReadonlyMap<string, string>> {
  const ids = (await output("docker", "network", "ls", "--quiet", "--filter", "driver=bridge")).split("\n");
  const format = "{{.Name}} {{range .IPAM.Config}}{{.Subnet}} {{end}}";
  const lines = await output("docker", "network", "inspect", ...ids.filter(Boolean), "--format", format);
  return new Map(
    lines.split("\n").flatMap((line) => {
      const [name = "", ...ranges] = line.split(" ");
      const range = ranges.find(isSubnet);
      return range === undefined ? [] : [[name, networkOf(range)] as const];
    }),
  );
}

/**
 * Standard output; empty if the program is missing or hangs. A program that fails may have printed the rest:
 * docker does so for networks of which one was removed in the meantime.
 */
function output(program: string, ...args: string[]): Promise<string> {
  return execFile(program, args, { timeout: deadlines.question * 1000 }).then(
    ({ stdout }) => stdout.trim(),
    ({ stdout = "" }: { stdout?: string }) => stdout.trim(),
  );
}
