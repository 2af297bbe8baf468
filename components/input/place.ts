import type { Fault } from "./fault.ts";
import { legible } from "./legible.ts";
import type { Note } from "./note.ts";

/** Further ones mostly come of the first, and to find them only takes long. */
const most = { faults: 100, notes: 1000 };

/** Thrown where enough is known: what is wrong is among the faults. */
export class Abandoned extends Error {}

/** What the work comes to; undefined where it was abandoned. */
export function unlessAbandoned<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Abandoned) return undefined;
    throw error;
  }
}

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

  /**
   * Notes a fault; returns undefined, which is what reading a faulty value gives.
   *
   * @throws Abandoned where there are many already
   */
  refuse(problem: string, remedy: string): undefined {
    this.faults.push({ path: this.#shownPath, problem: legible(problem), remedy: legible(remedy) });
    if (this.faults.length >= most.faults) throw new Abandoned();
    return undefined;
  }

  /** Notes a fault that makes further reading pointless, or endless. @throws Abandoned */
  abandon(problem: string, remedy: string): never {
    this.refuse(problem, remedy);
    throw new Abandoned();
  }

  /** Tells what comes out otherwise than written; returns undefined, for there is no value any more. */
  note(said: string, remedy: string, explains?: "explains faults"): undefined {
    if (this.notes.length >= most.notes) return undefined;
    const note = { path: this.#shownPath, said: legible(said), remedy: legible(remedy) };
    this.notes.push(explains ? { ...note, explains: true } : note);
    return undefined;
  }

  get #shownPath(): string {
    return this.path.replace(/: $/, "");
  }
}
