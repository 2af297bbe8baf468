import type { NodePort } from "./entryPoint.ts";

/**
 * Lists each published port once: services that never meet on a node can share one.
 *
 * A port speaks HTTP if all services on it do.
 */
export function distinctPorts<P extends NodePort>(ports: readonly P[]): P[] {
  const found = new Map<string, P>();
  for (const port of ports) {
    const key = `${port.published}/${port.protocol}`;
    const earlier = found.get(key);
    found.set(key, earlier ? { ...earlier, http: earlier.http && port.http } : port);
  }
  return [...found.values()];
}
