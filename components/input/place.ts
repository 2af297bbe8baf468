import type { Fault } from "./fault.ts";

/** A place in what the user wrote; the faults found there and below end up in one list. */
export class Place {
  readonly path: string;
  readonly faults: Fault[];
  readonly #top: boolean;

  private constructor(path: string, faults: Fault[], top: boolean) {
    this.path = path;
    this.faults = faults;
    this.#top = top;
  }

  /** `swarm:` or `example/compose.yaml: `, which the first key follows without a dot. */
  static top(path: string, faults: Fault[] = []): Place {
    return new Place(path, faults, true);
  }

  at(key: string | number): Place {
    const plain = typeof key === "string" && /^[\w-]+$/.test(key);
    if (plain) return new Place(`${this.path}${this.#top ? "" : "."}${key}`, this.faults, false);
    return new Place(`${this.path}[${JSON.stringify(key)}]`, this.faults, false);
  }

  /** Another file whose faults belong to the same list. */
  file(name: string): Place {
    return Place.top(`${name}: `, this.faults);
  }

  /** `example/compose.yaml: ` → `example/compose.yaml:12:5` */
  line(line: number, column?: number): Place {
    const place = column === undefined ? `${line}` : `${line}:${column}`;
    return new Place(`${this.path.replace(/: $/, "")}:${place}`, this.faults, false);
  }

  /** True while no fault was found here or below. */
  isSound(): boolean {
    const isHere = (path: string) => path === this.path || /^[.[]/.test(path.slice(this.path.length));
    return !this.faults.some(({ path }) => path.startsWith(this.path) && isHere(path));
  }

  /** Notes a fault; returns undefined, which is what reading a faulty value gives. */
  refuse(problem: string, remedy: string): undefined {
    this.faults.push({ path: this.path.replace(/: $/, ""), problem, remedy });
    return undefined;
  }
}
