import { type Document, isAlias, isCollection, isPair, type Node, visit } from "yaml";

/** Far beyond any real compose file; what is larger would only take long. */
const most = { values: 100_000, depth: 100 };

export interface Excess {
  readonly problem: string;
  readonly remedy: string;
}

export const tooDeep: Excess = {
  problem: `has more than ${most.depth} values inside one another`,
  remedy: "write the file with less nesting",
};

const tooMany: Excess = {
  problem: `has more than ${most.values} values, with what is behind an alias counted at each`,
  remedy: "use fewer aliases inside one another, or split the file into several stacks",
};

const holdsItself: Excess = {
  problem: "has an anchor that holds an alias of itself",
  remedy: "write out what is meant",
};

interface Measure {
  readonly values: number;
  readonly depth: number;
}

/** What makes a file unfit to be filled in: with every alias in its place, as it is used afterwards. */
export function excessOfDocument(document: Document): Excess | undefined {
  resolveAliases(document);
  const measured = new Map<unknown, Measure>();
  const open = new Set<unknown>();

  function measure(node: unknown): Measure | Excess {
    const known = measured.get(node);
    if (known) return known;
    if (open.has(node)) return holdsItself;
    if (open.size > most.depth) return tooDeep;
    open.add(node);
    let values = 1;
    let depth = 0;
    for (const part of partsOf(node)) {
      const found = measure(part);
      if ("problem" in found) return found;
      values += found.values;
      depth = Math.max(depth, found.depth);
      if (values > most.values) return tooMany;
    }
    open.delete(node);
    const found = { values, depth: depth + (isCollection(node) ? 1 : 0) };
    measured.set(node, found);
    return found.depth > most.depth ? tooDeep : found;
  }

  function partsOf(node: unknown): readonly unknown[] {
    // An alias whose anchor is missing has a fault of its own.
    if (isAlias(node)) return [node.resolve(document)].filter((found) => found !== undefined);
    if (isPair(node)) return [node.key, node.value];
    return isCollection(node) ? (node.items as Node[]) : [];
  }

  const found = measure(document.contents);
  return "problem" in found ? found : undefined;
}

/** Once for all: the library looks through the whole document for each alias. */
function resolveAliases(document: Document): void {
  const anchors = new Map<string, Node>();
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) {
        const found = anchors.get(node.source);
        Object.assign(node, { resolve: () => found });
      } else if (node.anchor) anchors.set(node.anchor, node);
    },
  });
}
