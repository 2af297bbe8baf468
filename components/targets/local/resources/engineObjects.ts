import { labelNames } from "../../../names.ts";
import { execFile } from "../../../process/child.mjs";
import { deadlines } from "../../../steps/times.ts";
import type { EngineObject } from "../../target.ts";

type Kind = EngineObject["kind"];

interface ListedObject extends EngineObject {
  /** True for a container that has exited. */
  readonly isStopped: boolean;
}

const label = (name: string) => `{{.Label "${name}"}}`;
const columns = (name: string, status: string) =>
  [name, label(labelNames.stack), label(labelNames.cluster), status].join("\t");
const commands: Readonly<Record<Kind, readonly string[]>> = {
  container: ["ps", "--all", "--format", columns("{{.Names}}", "{{.Status}}")],
  network: ["network", "ls", "--format", columns("{{.Name}}", "")],
  volume: ["volume", "ls", "--format", columns("{{.Name}}", "")],
};

/** What this computer's engine has under the names of a stack, as it was before this run. */
export class EngineObjects {
  /** Objects with the stack's label, or with one of its fixed names. */
  readonly all: readonly ListedObject[];
  /** Kinds that the engine has not listed. */
  readonly #unknown: readonly Kind[];

  /** @param managers their number: their containers and volumes have fixed names */
  static async read(stack: string, managers: number): Promise<EngineObjects> {
    const kinds = ["container", "network", "volume"] as const;
    const fixed = fixedNames(stack, managers);
    const lists = await Promise.all(kinds.map((kind) => listed(kind, stack, fixed[kind])));
    return new EngineObjects(
      lists.flatMap((list) => list ?? []),
      kinds.filter((_, index) => lists[index] === undefined),
    );
  }

  private constructor(all: readonly ListedObject[], unknown: readonly Kind[]) {
    this.all = all;
    this.#unknown = unknown;
  }

  /** True if an object is known to be gone; an engine that does not answer is reported elsewhere. */
  lacks(kind: Kind, name: string): boolean {
    return (
      !this.#unknown.includes(kind) && !this.all.some((each) => each.kind === kind && each.name === name)
    );
  }

  /** The names of a cluster's exited containers. */
  stoppedOf(cluster: string): string[] {
    return this.all.filter((each) => each.isStopped && each.cluster === cluster).map(({ name }) => name);
  }
}

function fixedNames(stack: string, managers: number): Readonly<Record<Kind, readonly string[]>> {
  const prefix = `swarm-${stack}`;
  const names = Array.from({ length: managers }, (_, index) => `${prefix}-manager-${index}`);
  return {
    container: [...names, `${prefix}-registry`, `${prefix}-balancer`],
    network: [prefix],
    volume: [...names, `${prefix}-registry`],
  };
}

async function listed(
  kind: Kind,
  stack: string,
  fixed: readonly string[],
): Promise<ListedObject[] | undefined> {
  try {
    const { stdout } = await execFile("docker", commands[kind], { timeout: deadlines.question * 1000 });
    return String(stdout)
      .split("\n")
      .map((line) => line.split("\t"))
      .filter(([name = "", owner]) => owner === stack || fixed.includes(name))
      .map(([name = "", , cluster = "", status = ""]) => ({
        ...{ kind, name, cluster },
        isStopped: status.startsWith("Exited"),
      }));
  } catch {
    return undefined;
  }
}
