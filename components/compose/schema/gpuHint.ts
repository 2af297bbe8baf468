import { isMapping } from "../../input/mapping.ts";
import type { Schema } from "../../input/schema.ts";

const nodes =
  'on each node with GPUs set "default-runtime": "nvidia" and "node-generic-resources": ["gpu=UUID"] in daemon.json, the UUIDs as nvidia-smi -L prints them, and swarm-resource = "DOCKER_RESOURCE_GPU" in /etc/nvidia-container-runtime/config.toml';

/** The lines that reserve GPUs in swarm. */
function linesFor(count: number): string {
  return `write deploy: {resources: {reservations: {generic_resources: [{discrete_resource_spec: {kind: gpu, value: ${count}}}]}}} instead; ${nodes}`;
}

/** Every service on a node with this default runtime can see its GPUs; swarm hands them out by name. */
export const gpuHint: string = linesFor(1);

const isGpu = (device: unknown) =>
  isMapping(device) &&
  [device.driver, device.capabilities].flat(2).some((word) => /gpu|nvidia/i.test(String(word)));

function countOf(devices: unknown): number {
  const all = Array.isArray(devices) ? devices.filter(isMapping) : [];
  const counts = all.map(({ count = 1, device_ids }) =>
    Array.isArray(device_ids) ? device_ids.length : Number(count),
  );
  return counts.reduce((sum, count) => sum + (Number.isSafeInteger(count) && count > 0 ? count : 1), 0) || 1;
}

function refusal(hint: (value: unknown) => string): Schema<never> {
  return Object.assign(
    ((value, path) => path.error("is refused by swarm", hint(value))) satisfies Schema<never>,
    { isForbidden: true },
  );
}

/** `deploy.resources.reservations.devices` */
export const reservedDevices: Schema<never> = refusal((devices) =>
  Array.isArray(devices) && devices.length > 0 && !devices.some(isGpu)
    ? "use generic_resources, and name them on the nodes' engines"
    : linesFor(countOf(devices)),
);

/** `gpus: all`, or a list of devices. */
export const gpus: Schema<never> = refusal((devices) => linesFor(countOf(devices)));
