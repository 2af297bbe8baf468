import { setTimeout as sleep } from "node:timers/promises";
import { onBody } from "./emulator/bodies.ts";
import type { Emulator } from "./emulator/emulator.ts";

/** Observations of the swarm's nodes. */
export interface Sightings {
  /** The number of managers that were neither leader nor reachable, one for each observation. */
  readonly managersMissing: readonly number[];
  /** When a node was first seen drained, in seconds. */
  readonly drained: ReadonlyMap<string, number>;
}

const managers = ["manager-0", "manager-1", "manager-2"];
const format = "{{.Hostname}} {{.Availability}} {{.ManagerStatus}}";

/** Observes the swarm twice a second, from any manager that answers. */
export class Watch {
  private readonly managersMissing: number[] = [];
  private readonly drained = new Map<string, number>();
  private stopped = false;
  private readonly looking: Promise<void>;

  private constructor(emulator: Emulator) {
    this.looking = this.look(emulator);
  }

  static start(emulator: Emulator): Watch {
    return new Watch(emulator);
  }

  async stop(): Promise<Sightings> {
    this.stopped = true;
    await this.looking;
    return { managersMissing: this.managersMissing, drained: this.drained };
  }

  private async look(emulator: Emulator): Promise<void> {
    while (!this.stopped) {
      const list = await firstAnswer(emulator);
      if (list) this.note(list);
      await sleep(500);
    }
  }

  private note(list: readonly string[]): void {
    const rows = list.map((line) => line.split(" "));
    const present = rows.filter(([name, , status]) => name?.startsWith("manager") && isPresent(status));
    this.managersMissing.push(managers.length - present.length);
    for (const [name = "", availability] of rows)
      if (availability === "Drain" && !this.drained.has(name)) this.drained.set(name, Date.now() / 1000);
  }
}

const isPresent = (status = "") => status === "Leader" || status === "Reachable";

async function firstAnswer(emulator: Emulator): Promise<string[] | undefined> {
  for (const manager of managers) {
    try {
      const machine = await emulator.machine(manager);
      return await onBody(machine, "timeout", "5", "docker", "node", "ls", "--format", format);
    } catch {
      // The manager is being replaced, or there is no leader for a moment: ask another one.
    }
  }
  return undefined;
}
