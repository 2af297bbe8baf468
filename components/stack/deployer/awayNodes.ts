import { labelNames } from "../../names.ts";
import type { Host } from "./host.ts";
import { nodes } from "./stackQuery.ts";

/**
 * Pauses nodes that are Down and lack the images of this deployment: a node that comes back gets no tasks until
 * an `up` has pulled its images and made it active again.
 *
 * @param names of the nodes in the settings
 */
export async function pauseAwayNodes({ engine, say }: Host, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  for (const { ID, Version, Spec, Status } of await nodes(engine)) {
    const name = Spec.Labels?.[labelNames.node] ?? "";
    if (!names.includes(name) || Status.State !== "down") continue;
    say(`node ${name} is Down: deployed without it; it gets no tasks until npm run up has pulled its images`);
    if (Spec.Availability === "active")
      await engine.post(`/nodes/${ID}/update?version=${Version.Index}`, { ...Spec, Availability: "pause" });
  }
}
