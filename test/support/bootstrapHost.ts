import { type AddressInfo, createServer } from "node:net";
import { cluster } from "./fakeHost.ts";
import type { SwarmFacts } from "./swarmHost/swarmFacts.ts";
import { SwarmHost } from "./swarmHost/swarmHost.ts";

/** A manager alone in this cluster's swarm, unless the test says otherwise. */
export function manager(facts: SwarmFacts = {}): SwarmHost {
  const host = new SwarmHost(facts);
  host.owner = ["ours-or-none", cluster, ""];
  return host;
}

/** A machine that is in no swarm. */
export const machine = () => manager({ engine: { state: "inactive", isManager: false } });

/** A manager of this cluster whose swarm has no leader, beside two others that are gone. */
export function leaderless(facts: Pick<SwarmFacts, "cluster"> = {}): SwarmHost {
  const lost = { role: "manager", status: "down", reachability: "unreachable" } as const;
  const host = manager({ engine: { hasLeader: false }, nodes: { "lost-1": lost, "lost-2": lost }, ...facts });
  return host.inSwarm(host.cluster.id, cluster);
}

interface Wish {
  readonly encryption?: "plain" | "encrypted";
  readonly purpose?: "seed" | "recover";
  readonly others?: readonly string[];
}

export const bootstrap = (
  host: SwarmHost,
  { encryption = "plain", purpose = "seed", others = [] }: Wish = {},
  changes: Readonly<Record<string, string>> = {},
) => {
  const args = ["machine-1", "10.0.0.10", "shop/prod", "10.128.0.0/16", encryption, purpose, ...others];
  return host.step("swarm/scripts/bootstrap.sh", args, undefined, changes);
};

/** Runs the script beside a manager at 127.0.0.1; nothing listens at 127.0.0.3 and 127.0.0.4. */
export async function besideManager(host: SwarmHost, ...others: string[]) {
  const listener = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => listener.listen({ host: "127.0.0.1", port: 0 }, resolve));
  try {
    const { port } = listener.address() as AddressInfo;
    // A computer may have its own swarm on the real port.
    return await bootstrap(host, { others }, { "/2377": `/${port}` });
  } finally {
    await new Promise((resolve) => listener.close(resolve));
  }
}
