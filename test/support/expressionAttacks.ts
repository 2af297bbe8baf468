import { type Part, partsOf } from "./expressionParts.ts";

/** A text that can make an expression backtrack: its middle is repeated. */
export interface Attack {
  readonly start: string;
  readonly pump: string;
  readonly end: string;
}

const alphabet = [..."aA0 \t\n-._/:=#@+,\"'\\[({$!~%&*?|<>;", "\r", "\0", "é", "\u2028"];
/** Characters at which most expressions fail. */
const ends = ["", "\0", "\n\0", "!\n!", "/\n"];
/** More would only add similar texts. */
const most = { samples: 6, starts: 16, pumps: 60 };

/** Texts that can make an expression slow, built from its own parts. */
export function attacksOn({ source, flags }: RegExp): Attack[] {
  const sample = sampler(flags.replace(/[gyd]/g, ""));
  const pumps = new Set<string>();
  const starts = new Set<string>([""]);
  const groups = new Map<number | string, string>();
  const isAnchored = source.startsWith("^") && !flags.includes("m");

  /** Texts that a part matches, the shortest first. */
  function samples(part: Part): string[] {
    switch (part.kind) {
      case "text":
        return sample(part.source);
      case "nothing":
        return [""];
      case "again":
        return [groups.get(part.of) ?? ""];
      case "group": {
        const found = samples(part.body);
        for (const key of [part.number, part.name]) groups.set(key, found[0] ?? "");
        return found;
      }
      case "choice":
        return part.options.flatMap(samples).slice(0, 2 * most.samples);
      case "repeat": {
        const once = samples(part.body);
        const least = Math.min(part.least, 64);
        return least === 0 ? ["", ...once] : once.map((text) => text.repeat(least));
      }
      case "sequence": {
        const all = part.parts.map(samples);
        const shortest = all.map(([first = ""]) => first);
        const others = all.flatMap((texts, index) =>
          texts.slice(1).map((text) => shortest.with(index, text).join("")),
        );
        return [shortest.join(""), ...others].slice(0, 4 * most.samples);
      }
    }
  }

  /** Records what can be repeated, and what leads there. */
  function visit(part: Part, before: readonly string[]): void {
    if (part.kind === "choice") for (const option of part.options) visit(option, before);
    if (part.kind === "group") visit(part.body, before);
    if (part.kind === "repeat") {
      if (isEndless(part)) {
        const bodies = samples(part.body).filter(Boolean);
        for (const text of bodies) pumps.add(text);
        for (const [one = "", other = ""] of [bodies.slice(0, 2), bodies.slice(1, 3)]) pumps.add(one + other);
        for (const text of [before[0], before.at(-1)]) starts.add(text ?? "");
      }
      visit(part.body, before);
    }
    if (part.kind !== "sequence") return;
    const shortest = part.parts.map((one) => samples(one)[0] ?? "");
    let here = before;
    for (const [index, one] of part.parts.entries()) {
      // After a part that matches anything, or at the start of an unanchored expression, a match can restart.
      const isOpen = index === 0 ? before[0] === "" && !isAnchored : isEndless(part.parts[index - 1]);
      for (let end = index + 1; isOpen && end <= shortest.length; end++)
        if (end - index < 3 || end === shortest.length || isEndless(part.parts[end]))
          pumps.add(shortest.slice(index, end).join(""));
      visit(one, here);
      const next = samples(one).slice(0, 3);
      here = [...new Set(here.flatMap((text) => next.map((more) => text + more)))].slice(0, 8);
    }
  }

  visit(partsOf(source), [""]);
  pumps.delete("");
  return [...pumps]
    .slice(0, most.pumps)
    .flatMap((pump) =>
      [...starts].slice(0, most.starts).flatMap((start) => ends.map((end) => ({ start, pump, end }))),
    );
}

function isEndless(part: Part | undefined): boolean {
  if (part?.kind === "group") return isEndless(part.body);
  if (part?.kind === "sequence") return part.parts.some(isEndless);
  return part?.kind === "repeat" && part.most > 10;
}

/** Characters that a class, an escape or a single character matches. */
function sampler(flags: string): (source: string) => string[] {
  const known = new Map<string, string[]>();
  return (source) => {
    const found =
      known.get(source) ??
      [...alphabet, ...source].filter((letter) => new RegExp(`^(?:${source})$`, flags).test(letter));
    known.set(source, found);
    return [...new Set(found)].slice(0, most.samples);
  };
}
