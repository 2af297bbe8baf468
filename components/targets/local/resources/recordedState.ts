import { isDeepStrictEqual } from "node:util";
import { resourceTypes } from "../../../names.ts";
import { execFile } from "../../../process/child.mjs";
import { deadlines } from "../../../steps/times.ts";
import type { KnownResource } from "../../targetPlan.ts";

interface Endpoint {
  readonly Gateway: string;
  readonly IPAddress: string;
  readonly IPPrefixLen: number;
  readonly MacAddress: string;
  readonly GlobalIPv6Address: string;
  readonly GlobalIPv6PrefixLen: number;
  readonly IPv6Gateway: string;
}

type Properties = Readonly<Record<string, unknown>>;

/** The part of `docker container inspect` that can change while the container's id stays the same. */
interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly State: { readonly Running: boolean };
  readonly HostConfig: {
    readonly RestartPolicy: { readonly Name: string; readonly MaximumRetryCount: number };
    readonly Memory: number;
    readonly MemoryReservation: number;
    readonly MemorySwap: number;
    readonly NanoCpus: number;
    readonly CpuShares: number;
    readonly CpusetCpus: string;
  };
  readonly NetworkSettings: {
    readonly Ports: Readonly<
      Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>
    >;
    readonly Networks: Readonly<Record<string, Endpoint>>;
  };
}

/**
 * True if this computer's engine has the containers and images of a state as the state has them, so that a
 * refresh would find nothing. False for other resources, and if the engine does not answer.
 *
 * Compares what the provider reads of a container that has the same id:
 * https://github.com/kreuzwerker/terraform-provider-docker/blob/96d331c98ff4/internal/provider/resource_docker_container_funcs.go
 */
export async function isAsRecorded(resources: readonly KnownResource[]): Promise<boolean> {
  const containers = resources.filter(({ type }) => type === resourceTypes.container);
  const images = resources.filter(({ type }) => type === resourceTypes.pulledImage);
  if (containers.length + images.length < resources.length) return false;
  try {
    const [found, built] = await Promise.all([
      inspect(
        "container",
        containers.map(({ id }) => id),
      ),
      inspect(
        "image",
        images.map(({ inputs }) => inputs?.name),
      ),
    ]);
    return (
      containers.every(({ id, outputs }, index) => isSame({ ...outputs, id }, found[index] as Inspected)) &&
      images.every(({ id, inputs }, index) => id === `${(built[index] as Inspected).Id}${inputs?.name}`)
    );
  } catch {
    return false;
  }
}

/** @throws if one of them is gone */
async function inspect(kind: "container" | "image", names: readonly unknown[]): Promise<readonly unknown[]> {
  if (names.length === 0) return [];
  const { stdout } = await execFile("docker", [kind, "inspect", ...names.map(String)], {
    timeout: deadlines.question * 1000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(String(stdout));
}

function isSame(recorded: Properties, found: Inspected): boolean {
  const facts = factsOf(found);
  const known = {
    ...recorded,
    cpus: recorded.cpus ?? 0,
    ports: sorted(recorded.ports),
    networkDatas: sorted(recorded.networkDatas),
  };
  return found.State.Running && isDeepStrictEqual({ ...known, ...facts }, known);
}

/** What the provider makes of a container: its names and units. */
function factsOf({ Id, Name, HostConfig, NetworkSettings }: Inspected): Properties {
  return {
    id: Id,
    name: Name.replace(/^\//, ""),
    restart: HostConfig.RestartPolicy.Name,
    maxRetryCount: HostConfig.RestartPolicy.MaximumRetryCount,
    memory: megabytes(HostConfig.Memory),
    memoryReservation: megabytes(HostConfig.MemoryReservation),
    memorySwap: megabytes(HostConfig.MemorySwap),
    cpus: HostConfig.NanoCpus,
    cpuShares: HostConfig.CpuShares,
    cpuSet: HostConfig.CpusetCpus,
    ports: sorted(
      Object.entries(NetworkSettings.Ports).flatMap(([port, bindings]) => {
        const [internal, protocol] = port.split("/");
        return (bindings ?? []).map(({ HostIp: ip, HostPort }) => {
          return { external: Number(HostPort), internal: Number(internal), ip, protocol };
        });
      }),
    ),
    networkDatas: sorted(
      Object.entries(NetworkSettings.Networks).map(([networkName, endpoint]) => ({
        gateway: endpoint.Gateway,
        globalIpv6Address: endpoint.GlobalIPv6Address,
        globalIpv6PrefixLength: endpoint.GlobalIPv6PrefixLen,
        ipAddress: endpoint.IPAddress,
        ipPrefixLength: endpoint.IPPrefixLen,
        ipv6Gateway: endpoint.IPv6Gateway,
        macAddress: endpoint.MacAddress,
        networkName,
      })),
    ),
  };
}

function megabytes(bytes: number): number {
  return bytes > 0 ? Math.floor(bytes / 1024 / 1024) : bytes;
}

function sorted(list: unknown): readonly unknown[] {
  const text = (value: unknown) => JSON.stringify(value);
  return Array.isArray(list) ? list.toSorted((a, b) => text(a).localeCompare(text(b))) : [];
}
