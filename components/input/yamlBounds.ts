import { type Document, isAlias, isCollection, isPair, isScalar, Lexer, type Node, visit } from "yaml";

/** Far above any real compose file; a larger one would only take long. */
const most = { tokens: 100_000, values: 30_000, characters: 4 * 1024 * 1024, depth: 100 };

export interface Excess {
  readonly problem: string;
  readonly hint: string;
}

/** Counting tokens takes a fraction of the time of parsing. */
export function excessOfText(text: string): Excess | undefined {
  let tokens = 0;
  for (const _token of new Lexer().lex(text)) if (++tokens > most.tokens) return tooMuchText;
  return undefined;
}

const tooMuchText: Excess = {
  problem: `has more than ${most.tokens} tokens and comments`,
  hint: "name the right file, or split it into several stacks",
};

export const tooDeep: Excess = {
  problem: `has more than ${most.depth} values inside one another`,
  hint: "write the file with less nesting",
};

const tooMany: Excess = {
  problem: `has more than ${most.values} values, counting the values that each alias stands for`,
  hint: "use fewer aliases inside one another, or split the file into several stacks",
};

const holdsItself: Excess = {
  problem: "has an anchor that holds an alias of itself",
  hint: "write out what is meant",
};

const tooLong: Excess = {
  problem: `has more than ${most.characters} characters, counting the values that each alias stands for`,
  hint: "bring large contents in as files under configs",
};

interface Measure {
  readonly values: number;
  readonly characters: number;
  readonly depth: number;
}

/** Why a document is unfit for interpolation, which expands every alias. */
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
    let characters = isScalar(node) ? String(node.value).length : 0;
    let depth = 0;
    for (const part of partsOf(node)) {
      const found = measure(part);
      if ("problem" in found) return found;
      values += found.values;
      characters += found.characters;
      depth = Math.max(depth, found.depth);
      if (values > most.values) return tooMany;
      if (characters > most.characters) return tooLong;
    }
    open.delete(node);
    const found = { values, characters, depth: depth + (isCollection(node) ? 1 : 0) };
    measured.set(node, found);
    return found.depth > most.depth ? tooDeep : found;
  }

  function partsOf(node: unknown): readonly unknown[] {
    // A missing anchor is a diagnostic of its own.
    if (isAlias(node)) return [node.resolve(document)].filter((found) => found !== undefined);
    if (isPair(node)) return [node.key, node.value];
    return isCollection(node) ? (node.items as Node[]) : [];
  }

  const found = measure(document.contents);
  return "problem" in found ? found : undefined;
}

/** Resolves all aliases in one pass: the library searches the whole document for each one. */
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
