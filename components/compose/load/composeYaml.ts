import {
  type Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  type Scalar,
  visit,
} from "yaml";
import { boundedYaml } from "../../input/boundedYaml.ts";
import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { isMapping } from "../../input/mapping.ts";
import { hintFor } from "./yamlHints.ts";
import { composeTags, YamlMark } from "./yamlTags.ts";

/** Keys that docker does not read as texts; it does read `y` and `on` as texts. */
const misread = [
  { form: /^(true|True|TRUE|false|False|FALSE)$/, as: "true or false" },
  { form: /^(~|null)$/i, as: "nothing" },
  { form: /^[-+]?(0[xob])?[0-9][0-9_]*(\.[0-9]*)?$/, as: "a number" },
];

/** Tags that do not change the value, and compose's own. */
const plainTags = /^(tag:yaml\.org,2002:(str|int|float|bool|null|map|seq|merge)|!reset|!override|!)$/;

/** Docker reads `0440`, `0b11` and `1_000` as numbers, as YAML 1.1 does. */
const number = {
  tag: "tag:yaml.org,2002:int",
  test: /^[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]+|[1-9][0-9]*_[0-9_]*)$/,
  default: true as const,
  resolve: (text: string) => {
    const [, sign, radix = "", digits = ""] = /^([-+]?)(0[box]?)?(.*)$/.exec(text.replaceAll("_", "")) ?? [];
    const base = { "0b": 2, "0x": 16, "0o": 8, "0": 8 }[radix] ?? 10;
    const value = Number.parseInt(digits || (radix === "0" ? "0" : ""), base);
    if (!Number.isSafeInteger(value)) return text;
    return sign === "-" ? -value : value;
  },
};
/** A number beyond JavaScript's range stays a string. */
const huge = {
  tag: "tag:yaml.org,2002:int",
  test: /^[-+]?[0-9]{16,}$/,
  default: true as const,
  resolve: (text: string) => text,
};

const longestKey = 1000;

/** Later errors mostly follow from the first. */
const mostErrors = 10;

/** What the plain data of a file was read from. */
const sources = new WeakMap<object, { readonly document: Document; readonly lines: LineCounter }>();

/** The plain data of a YAML file, with marks for compose's tags; undefined unless it is a YAML mapping. */
export function parseComposeYaml(text: string, path: DiagnosticPath): Record<string, unknown> | undefined {
  const conflict = /^(?:<{7}|>{7}) /m.exec(text);
  if (conflict)
    return path
      .line(text.slice(0, conflict.index).split("\n").length)
      .error("is the mark of a merge conflict", "resolve the conflict, and remove its marks");
  const lines = new LineCounter();
  const { document, excess } = boundedYaml(text, {
    merge: true,
    customTags: (tags) => [number, huge, ...(composeTags as typeof tags), ...tags],
    lineCounter: lines,
  });
  if (!document) return path.error(excess.problem, excess.hint);
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return path.line(line, col);
  };
  const errors = [...document.errors, ...document.warnings];
  for (const { code, message, pos } of errors.slice(0, mostErrors))
    if (code === "MULTIPLE_DOCS")
      at(pos[0]).error("begins a second document", "put it into a file of its own");
    else at(pos[0]).error(`is not YAML: ${message}`, hintFor(code));
  if (errors.length > 0) return undefined;
  if (excess) return path.error(excess.problem, excess.hint);
  const data = checkKeys(document, at) ? plainData(document, path) : undefined;
  if (data) sources.set(data, { document, lines });
  return data;
}

/** Line and column of a value in its file, or of the nearest one around it that is written out. */
export function positionOf(data: object, keys: readonly (string | number)[]) {
  const source = sources.get(data);
  for (let end = keys.length; end > 0; end--) {
    const node = source?.document.getIn(keys.slice(0, end), true) as Node | undefined;
    if (node?.range) return source?.lines.linePos(node.range[0]);
  }
  return undefined;
}

/** False if the file cannot be read any further. */
function checkKeys(document: Document, at: (offset: number) => DiagnosticPath): boolean {
  let isReadable = true;
  const refuse = (node: unknown, problem: string, hint: string) => {
    isReadable = false;
    at((node as Node).range?.[0] ?? 0).error(problem, hint);
  };
  const checkTag = (node: Node) => {
    if (node.tag === undefined || plainTags.test(node.tag)) return;
    const name = node.tag.replace("tag:yaml.org,2002:", "!!");
    refuse(node, `has the tag ${name}, which compose files do not have`, "remove it");
  };
  visit(document, {
    Map: (_key, map) => {
      checkTag(map);
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (isCollection(key))
          refuse(
            key,
            "must be a string, but a key is a mapping or a list",
            "put what begins with { or [ in quotes",
          );
        else if (isScalar(key)) checkKey(key, seen, at(key.range?.[0] ?? 0));
      }
    },
    Value: (_key, node) => checkTag(node),
    Pair: (_key, pair) => (isPair(pair) && isMap(pair.key) ? visit.SKIP : undefined),
  });
  return isReadable;
}

function checkKey(key: Scalar, seen: Set<string>, path: DiagnosticPath): void {
  const source = key.source ?? String(key.value);
  if (source.length > longestKey)
    path.abandon(
      `has a key of ${source.length} characters, but a key may have ${longestKey}`,
      "use a shorter key; values may be longer",
    );
  if (seen.has(source))
    path.error(
      `key ${source} appears twice`,
      source === "<<" ? "write one <<: [*first, *second]" : "remove one of the two",
    );
  seen.add(source);
  const wrong = key.type === "PLAIN" ? misread.find(({ form }) => form.test(source)) : undefined;
  if (!wrong) return;
  path.error(`docker reads the key ${source} as ${wrong.as}`, `quote it: "${source}"`);
  // Continue with the name that the user meant.
  key.value = source;
}

function plainData(document: Document, path: DiagnosticPath): Record<string, unknown> | undefined {
  try {
    const data: unknown = document.toJS({ maxAliasCount: -1 });
    if (data instanceof YamlMark)
      return path.error(`begins with !${data.kind}`, "remove it; it belongs to a key's value");
    if (isMapping(data)) return { ...data };
    return path.error("must hold a mapping", "write the key services: with the services below it");
  } catch (error) {
    // An alias without an anchor, or << with a value that is not a mapping.
    return path.error(`is not YAML: ${(error as Error).message}`, "fix the aliases and what follows <<");
  }
}
