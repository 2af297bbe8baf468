import type { NodeRole } from "../machines/machine.ts";

/** The engine of a node. */
export interface NodeEngine {
  readonly name: string;
  readonly role: NodeRole;
  /** `28.5.2` */
  readonly version: string;
}

export interface VersionFindings {
  /** Errors; nothing may change. */
  readonly refused: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Engines that number the keys of encrypted networks differently from all others (moby#51798, fixed by
 * moby#51951): the two kinds cannot decrypt each other's packets.
 */
const apart: readonly (readonly [from: string, to: string])[] = [
  ["25.0.13", "25.0.14"],
  ["28.2.2", "28.2.2"],
  ["29.0.0", "29.2.0"],
];

/** Errors and warnings for a swarm with these engines. */
export function compareEngines(engines: readonly NodeEngine[], encrypted: boolean): VersionFindings {
  const odd = engines.filter(({ version }) => isApart(version));
  const others = engines.filter((engine) => !odd.includes(engine));
  const refused =
    encrypted && odd.length > 0 && others.length > 0
      ? [
          `encrypted networks lose all traffic between ${listed(odd)} and ${listed(others)} (moby#51798)\n  → upgrade Docker Engine on ${named(odd)} to 29.2.1 or later (25.0.15 in release 25.0), or encrypt no network`,
        ]
      : [];
  return { refused, warnings: refused.length > 0 ? [] : unevenWarnings(engines) };
}

/** Docker supports mixed releases only during an upgrade, managers first. */
function unevenWarnings(engines: readonly NodeEngine[]): string[] {
  const managers = engines.filter(({ role }) => role === "manager");
  const oldest = managers.reduce<NodeEngine | undefined>(
    (least, engine) => (least && major(least.version) <= major(engine.version) ? least : engine),
    undefined,
  );
  if (!oldest) return [];
  const newer = engines.filter(({ version }) => major(version) > major(oldest.version));
  if (newer.length === 0) return [];
  const behind = managers.filter(({ version }) => major(version) === major(oldest.version));
  return [
    `${listed(behind)}, but ${listed(newer)}: managers must not be of an older release than other nodes\n  → upgrade Docker Engine on ${named(behind)}; in a swarm, managers first`,
  ];
}

/** `h0 (28.5.2), h1 (28.5.2)` */
function listed(engines: readonly NodeEngine[]): string {
  return engines.map(({ name, version }) => `${name} (${version})`).join(", ");
}

function named(engines: readonly NodeEngine[]): string {
  return engines.map(({ name }) => name).join(", ");
}

function isApart(version: string): boolean {
  return apart.some(([from, to]) => compare(version, from) >= 0 && compare(version, to) <= 0);
}

function major(version: string): number {
  return numbersOf(version)[0] ?? 0;
}

function compare(one: string, other: string): number {
  const [left, right] = [numbersOf(one), numbersOf(other)];
  const index = left.findIndex((number, path) => number !== (right[path] ?? 0));
  return index < 0 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
}

/** Distributions add suffixes: `26.1.5+dfsg1`, `28.2.2-0ubuntu1`. */
function numbersOf(version: string): readonly [number, number, number] {
  const [, first = 0, second = 0, third = 0] = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  return [Number(first), Number(second), Number(third)];
}
