import { type Document, isAlias, isMap, isPair, isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { Place } from "../input/place.ts";
import { isMapping } from "../input/shape.ts";
import { YamlMark } from "./yamlMark.ts";
import { composeTags } from "./yamlTags.ts";

/** What YAML 1.1, which docker reads, takes for something else than a text. */
const misread = [
  { form: /^(y|yes|n|no|on|off|true|false)$/i, as: "true or false" },
  { form: /^(~|null)$/i, as: "nothing" },
  { form: /^[-+]?(0[xob])?[0-9][0-9_]*(\.[0-9]*)?$/, as: "a number" },
];

/** Docker reads `0440` as octal, as YAML 1.1 does; a number too large for a JavaScript one stays text. */
const octal = {
  tag: "tag:yaml.org,2002:int",
  test: /^0[0-7]+$/,
  default: true as const,
  resolve: (text: string) => Number.parseInt(text, 8),
};
const huge = {
  tag: "tag:yaml.org,2002:int",
  test: /^[-+]?[0-9]{16,}$/,
  default: true as const,
  resolve: (text: string) => text,
};

/** The plain data of a YAML file, and marks in it; undefined where it is not YAML or no mapping. */
export function parseComposeYaml(text: string, place: Place): Record<string, unknown> | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    merge: true,
    customTags: (tags) => [octal, huge, ...(composeTags as typeof tags), ...tags],
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return place.line(line, col);
  };
  const errors = [...document.errors, ...document.warnings];
  for (const { code, message, pos } of errors)
    if (code === "MULTIPLE_DOCS")
      at(pos[0]).refuse("begins a second document", "put it into a file of its own");
    else at(pos[0]).refuse(`is not YAML: ${message}`, "mend the file there");
  if (errors.length > 0) return undefined;
  checkKeys(document, at);
  return plainData(document, place);
}

function checkKeys(document: Document, at: (offset: number) => Place): void {
  visit(document, {
    Map: (_key, map) => {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (isAlias(key) || !isScalar(key)) continue;
        const here = at(key.range?.[0] ?? 0);
        const source = key.source ?? String(key.value);
        if (seen.has(source)) here.refuse(`key ${source} stands twice`, "remove one of the two");
        seen.add(source);
        const wrong = key.type === "PLAIN" ? misread.find(({ form }) => form.test(source)) : undefined;
        if (!wrong) continue;
        here.refuse(`docker reads the key ${source} as ${wrong.as}`, `quote it: "${source}"`);
        // It goes on under the name that was meant.
        key.value = source;
      }
    },
    Pair: (_key, pair) => (isPair(pair) && isMap(pair.key) ? visit.SKIP : undefined),
  });
}

function plainData(document: Document, place: Place): Record<string, unknown> | undefined {
  try {
    const data: unknown = document.toJS();
    if (holdsItself(data))
      return place.refuse("has an anchor that holds an alias of itself", "write out what is meant");
    if (data instanceof YamlMark)
      return place.refuse(`begins with !${data.kind}`, "remove it; it belongs to a key's value");
    if (isMapping(data)) return { ...data };
    return place.refuse("must hold a mapping", "write the key services: with the services below it");
  } catch (error) {
    // An alias without its anchor, or a bomb of aliases.
    return place.refuse(`is not YAML: ${(error as Error).message}`, "mend the aliases");
  }
}

function holdsItself(value: unknown, above: readonly unknown[] = []): boolean {
  if (typeof value !== "object" || value === null) return false;
  return above.includes(value) || Object.values(value).some((item) => holdsItself(item, [...above, value]));
}
