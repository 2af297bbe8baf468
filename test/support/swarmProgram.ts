import * as pulumi from "@pulumi/pulumi";
import type { TrafficGate } from "../../components/machines/machine.ts";
import { machineSpecs } from "../../components/settings/machineSpecs.ts";
import type { Settings, WorkerPool } from "../../components/settings/settings.ts";
import { SwarmCluster } from "../../components/swarm/swarmCluster.ts";
import { cluster as clusterId } from "./fakeHost.ts";
import { machinesFor } from "./machines.ts";
import { type Recording, record } from "./recordedProgram.ts";
import { callOf } from "./scripts.ts";

class Pull extends pulumi.CustomResource {
  constructor(name: string) {
    super("test:index:Pull", name, {});
  }
}

class Traffic extends pulumi.CustomResource {
  constructor(name: string, dependsOn: pulumi.Resource[]) {
    super("test:index:Traffic", name, {}, { dependsOn });
  }
}

interface Wanted {
  readonly nodes?: Settings["nodes"];
  /** A machine whose address may change. */
  readonly moves?: string;
  readonly managers?: number;
  readonly pools?: readonly WorkerPool[];
  readonly seed?: string;
  /** True if the machines existed before the cluster; default false. */
  readonly stays?: boolean;
  /** How the entry point closes nodes that leave; default: it does not. */
  readonly traffic?: "in turn" | "side by side";
}

const twoWorkers = [{ name: "worker", count: 2, labels: {} }];

/** Machines, and the swarm that they form. */
export function swarmCluster({
  managers = 1,
  pools = twoWorkers,
  seed = "manager-0",
  nodes = {},
  moves = "",
  stays = false,
  traffic,
}: Wanted = {}) {
  return record(() => {
    const machines = machinesFor(machineSpecs({ managers, pools, nodes })).map((machine) => ({
      ...machine,
      moves: machine.name === moves,
      stays,
    }));
    const preparations = Object.fromEntries(machines.map(({ name }) => [name, new Pull(name)]));
    const settings = { project: "swarm", stack: "test", seed, addressPool: "10.128.0.0/16", encrypt: false };
    const gate: TrafficGate = ({ name }, member, after) =>
      new Traffic(name, [...(member ? [member] : []), ...after]);
    const entryPoint = traffic ? { traffic: gate, inTurn: traffic === "in turn" } : {};
    return new SwarmCluster("swarm", { machines, settings, preparations, ...entryPoint });
  });
}

/** The cluster argument of every step, without a swarm to adopt. */
export const owner = `${clusterId} ''`;

/** The arguments of a step's script. */
export function argumentsOf(
  recording: Recording,
  step: string,
  verb: "create" | "delete" = "create",
): string {
  return callOf(recording.find(`Command ${step}`).inputs[verb]).replace(
    /^.* swarm-\S+ ?(?=ours|undo|any)/,
    "",
  );
}

/** The dependencies of a step. */
export const edges = (recording: Recording, step: string) => recording.find(`Command ${step}`).dependencies;
