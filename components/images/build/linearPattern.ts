type Test = (character: string) => boolean;

/** One step through a pattern: consumes a character, or continues without one. */
interface State {
  readonly takes?: Test;
  /** Matches only at the beginning of the path. */
  readonly onlyFirst?: true;
  next: readonly number[];
}

/** The set of states reached so far, and the set that each character leads to. */
interface Position {
  readonly states: ReadonlySet<number>;
  readonly after: Map<string, Position>;
}

type Build = (next: number) => number;

const piece =
  /\(\.\*\/\)\?|(?<atom>\[(?:\\[\s\S]|[^\]\\]){0,100}\]|\\[\s\S]|[\s\S])(?<sign>\*|\{(?<least>\d+)(?:(?<comma>,)(?<most>\d+)?)?\})?/gu;
/** The builder's limit: https://pkg.go.dev/regexp/syntax */
const mostTimes = 1000;
/** Repetitions are written out; no real pattern needs more. */
const mostStates = 10_000;
const mostPositions = 1000;

/**
 * A regular expression of the kind that .dockerignore produces, with no groups but the one for folders.
 * Matching takes linear time; a RegExp backtracks at each star, and ten of them take too long.
 */
export class LinearPattern {
  private readonly states: State[] = [{ next: [] }];
  private readonly positions = new Map<string, Position>();
  private readonly first: Position | undefined;

  /** @throws if the source is not a regular expression */
  constructor(source: string) {
    new RegExp(`^${source}$`, "s");
    const options: Build[][] = [[]];
    for (const { 0: text, groups = {} } of source.matchAll(piece))
      if (text === "|") options.push([]);
      else options.at(-1)?.push(groups.atom === undefined ? this.folders : this.repeated(groups));
    const anything = this.endless(() => true);
    // ^a|b$ means: starts with a, or ends with b.
    const starts = options.map((builds, index) =>
      [
        ...(index > 0 ? [anything] : []),
        ...builds,
        ...(index < options.length - 1 ? [anything] : []),
      ].reduceRight((next, build) => build(next), 0),
    );
    this.first = this.position(starts, true);
  }

  get size(): number {
    return this.states.length;
  }

  test(path: string): boolean {
    let where = this.first as Position;
    for (const character of path) {
      where = where.after.get(character) ?? this.goOn(where, character);
      if (where.states.size === 0) return false;
    }
    return where.states.has(0);
  }

  private goOn(position: Position, character: string): Position {
    const next = [...position.states].flatMap((index) => {
      const { takes, next } = this.states[index] as State;
      return takes?.(character) ? next : [];
    });
    const found = this.position(next, false);
    position.after.set(character, found);
    return found;
  }

  /** The given states, and all that they reach without consuming a character. */
  private position(from: readonly number[], isFirst: boolean): Position {
    const states = new Set<number>();
    const open = [...from];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (states.has(index)) continue;
      states.add(index);
      const { takes, onlyFirst, next } = this.states[index] as State;
      if (!takes && (isFirst || !onlyFirst)) open.push(...next);
    }
    const key = [...states].sort((a, b) => a - b).join();
    const known = this.positions.get(key);
    if (known) return known;
    if (this.positions.size > mostPositions) {
      this.positions.clear();
      this.first?.after.clear();
    }
    const found = { states, after: new Map() };
    this.positions.set(key, found);
    return found;
  }

  private add(state: State): number {
    if (this.states.length > mostStates) throw new RangeError("too long");
    return this.states.push(state) - 1;
  }

  /** Any number of folders. */
  private readonly folders: Build = (next) => {
    const slash = this.add({ takes: (character) => character === "/", next: [next] });
    return this.add({ next: [this.endless(() => true)(slash), next] });
  };

  private repeated(groups: Readonly<Record<string, string | undefined>>): Build {
    const { atom = "", sign = "", least = "0", comma, most } = groups;
    if (atom === "^") return (next) => this.add({ onlyFirst: true, next: [next] });
    const takes = taking(atom);
    const one: Build = (next) => this.add({ takes, next: [next] });
    if (sign === "") return one;
    if (sign === "*") return this.endless(takes);
    const optional: Build = (next) => this.add({ next: [one(next), next] });
    if (Math.max(Number(least), Number(most ?? 0)) > mostTimes) throw new RangeError("repeated too often");
    const spare = comma && most ? Number(most) - Number(least) : 0;
    const all = [
      ...Array<Build>(Number(least)).fill(one),
      ...Array<Build>(spare).fill(optional),
      ...(comma && most === undefined ? [this.endless(takes)] : []),
    ];
    return (next) => all.reduceRight((after, build) => build(after), next);
  }

  private endless(takes: Test): Build {
    return (next) => {
      const choice: State = { next: [] };
      const start = this.add(choice);
      choice.next = [this.add({ takes, next: [start] }), next];
      return start;
    };
  }
}

/** The characters that a class, an escape or a plain character matches. */
function taking(atom: string): Test {
  const form = expressionOf(`^(?:${atom})$`);
  return (character) => form.test(character);
}

/** The flag u treats a surrogate pair as one character, but does not allow every escape. */
function expressionOf(source: string): RegExp {
  try {
    return new RegExp(source, "su");
  } catch {
    return new RegExp(source, "s");
  }
}
