import type { Fault } from "./fault.ts";
import type { Note } from "./note.ts";

/** A place in what the user wrote; what is found there and below ends up in one list of faults and one of notes. */
export class Place {
  readonly path: string;
  readonly faults: Fault[];
  readonly notes: Note[];
  readonly #top: boolean;

  private constructor(path: string, found: { faults: Fault[]; notes: Note[] }, top: boolean) {
    this.path = path;
    this.faults = found.faults;
    this.notes = found.notes;
    this.#top = top;
  }

  /** `swarm:` or `example/compose.yaml: `, which the first key follows without a dot. */
  static top(path: string, faults: Fault[] = [], notes: Note[] = []): Place {
    return new Place(path, { faults, notes }, true);
  }

  at(key: string | number): Place {
    const plain = typeof key === "string" && /^[\w-]+$/.test(key);
    if (plain) return new Place(`${this.path}${this.#top ? "" : "."}${key}`, this, false);
    return new Place(`${this.path}[${JSON.stringify(key)}]`, this, false);
  }

  /** Another file whose faults and notes belong to the same lists. */
  file(name: string): Place {
    return Place.top(`${name}: `, this.faults, this.notes);
  }

  /** `example/compose.yaml: ` → `example/compose.yaml:12:5` */
  line(line: number, column?: number): Place {
    const place = column === undefined ? `${line}` : `${line}:${column}`;
    return new Place(`${this.path.replace(/: $/, "")}:${place}`, this, false);
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

  /** Tells what comes out otherwise than written; returns undefined, for there is no value any more. */
  note(said: string, remedy: string, explains?: "explains faults"): undefined {
    const note = { path: this.path.replace(/: $/, ""), said, remedy };
    this.notes.push(explains ? { ...note, explains: true } : note);
    return undefined;
  }
}
