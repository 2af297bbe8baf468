import { cluster } from "./fakeHost.ts";
import type { Membership } from "./swarmHost/swarmFacts.ts";
import { SwarmHost } from "./swarmHost/swarmHost.ts";

const script = "swarm/scripts/join.sh";
export const swarm = "id-of-the-swarm";
export const token = "SWMTKN-1-secret";

/** A machine outside every swarm, or a worker of the managers' swarm, unless its membership says otherwise. */
export function machine(
  state: Membership["state"],
  {
    inside = swarm,
    noted = cluster,
    ...engine
  }: Partial<Membership> & { inside?: string; noted?: string } = {},
): SwarmHost {
  const host = new SwarmHost({
    engine: {
      ...{ state, node: "node-7", isManager: false, address: "10.0.0.21" },
      managers: ["10.0.0.11:2377", "10.0.0.10:2377"],
      ...engine,
    },
  });
  if (state !== "inactive") host.inSwarm(inside, noted);
  host.owner = ["ours-or-none", cluster, ""];
  return host;
}

interface Wish {
  readonly address?: string;
  readonly rejoin?: string;
  readonly managers?: readonly string[];
}

const argumentsOf = ({
  address = "10.0.0.21",
  rejoin = "-",
  managers = ["10.0.0.10", "10.0.0.11"],
}: Wish) => [...["machine-1", address, swarm, rejoin], ...managers];

export const join = (host: SwarmHost, wish: Wish = {}) =>
  host.step(script, argumentsOf(wish), [["token", token]]);

/** Every call of docker and curl, with all arguments. */
export const callsOf = async (host: SwarmHost) =>
  (await host.runStored(script, argumentsOf({}), [["token", token]])).calls;
