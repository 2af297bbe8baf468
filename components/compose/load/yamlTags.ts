import { type Node, Scalar } from "yaml";

/** A value with one of compose's tags, which removes (`!reset`) or replaces (`!override`) earlier values. */
export class YamlMark {
  readonly kind: "reset" | "override";
  readonly value: unknown;

  constructor(kind: "reset" | "override", value: unknown) {
    this.kind = kind;
    this.value = value;
  }

  /** The same tag on another value. */
  with(value: unknown): YamlMark {
    return new YamlMark(this.kind, value);
  }
}

const kinds = ["reset", "override"] as const;

/** Creates a node that becomes a mark in the plain data, also where an alias refers to it. */
function marked<N extends Node>(node: N, kind: YamlMark["kind"]): N {
  const plain = node.toJSON.bind(node) as (...args: unknown[]) => unknown;
  const toJSON = (argument: unknown, context?: { onCreate?: unknown }, type?: unknown) => {
    // `<<` merges the entries, not the value.
    if (type !== undefined) return plain(argument, context, type);
    const onCreate = context?.onCreate;
    if (context) context.onCreate = undefined;
    const value = plain(argument, context);
    if (context) context.onCreate = onCreate;
    return new YamlMark(kind, value);
  };
  return Object.assign(node, { toJSON });
}

/** Compose's own tags, for every kind of node that can carry one. */
export const composeTags = kinds.flatMap((kind) => [
  {
    tag: `!${kind}`,
    resolve: (text: string) => marked(new Scalar(/^(|~|null)$/.test(text) ? null : text), kind),
  },
  ...(["map", "seq"] as const).map((collection) => ({
    tag: `!${kind}`,
    collection,
    resolve: (node: Node) => marked(node, kind),
  })),
]);
