import { resolve } from "node:path";
import { type Document, isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node } from "yaml";
import { boundedYaml } from "../../components/input/boundedYaml.ts";
import type { Workspace } from "../../components/input/workspace.ts";

/** Where a diagnostic applies, and what is written there. */
export interface FilePosition {
  /** As messages name it; null for an option or a setting. */
  readonly file: string | null;
  readonly line: number | null;
  readonly value: string | null;
}

interface Parsed {
  readonly document: Document;
  readonly lines: LineCounter;
}

const limit = { of: "a compose file", bytes: 1024 * 1024, hint: "" };

/** Finds diagnostic paths in the files; reads a file only once. */
export class FilePositions {
  readonly #workspace: Workspace;
  readonly #files: readonly string[];
  readonly #parsed = new Map<string, Parsed | undefined>();

  /** @param files as messages name them */
  constructor(workspace: Workspace, files: readonly string[]) {
    this.#workspace = workspace;
    this.#files = files;
  }

  /** @param path `compose.yaml: services.web.ports[0]`, `compose.yaml:12:5`, `a.yaml + b.yaml: services.web` */
  positionOf(path: string): FilePosition {
    const colon = path.indexOf(": ");
    const files = colon < 0 ? path : path.slice(0, colon);
    const keys = keysOf(colon < 0 ? "" : path.slice(colon + 2));
    const [, file, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(files) ?? [];
    if (file !== undefined)
      return { file, line: Number(line), value: keys.length > 0 ? this.#find(file, keys).value : null };
    const names = files.split(" + ");
    const found = names.map((file) => ({ file, ...this.#find(file, keys) }));
    // The last file that goes deepest: a later value counts.
    const best = found.reduce((one, other) => (other.depth >= one.depth ? other : one));
    if (best.depth < 0) return { file: this.#files.includes(path) ? path : null, line: null, value: null };
    return { file: best.file, line: best.line, value: best.value };
  }

  #find(file: string, keys: readonly string[]) {
    const parsed = this.#parse(file);
    if (!parsed) return { depth: -1, line: null, value: null };
    return walk(parsed, keys);
  }

  #parse(file: string): Parsed | undefined {
    if (this.#parsed.has(file)) return this.#parsed.get(file);
    const content = this.#workspace.contentOf(resolve(this.#workspace.root, file), limit);
    const lines = new LineCounter();
    const yaml = Buffer.isBuffer(content)
      ? boundedYaml(content.toString(), { lineCounter: lines, merge: true })
      : undefined;
    const parsed = yaml?.document && !yaml.excess ? { document: yaml.document, lines } : undefined;
    this.#parsed.set(file, parsed);
    return parsed;
  }
}

/** `services["a b"].ports[0]` → `services`, `a b`, `ports`, `0` */
function keysOf(path: string): string[] {
  const parts = path.matchAll(/\[("(?:[^"\\]|\\.)*")\]|\[(\d+)\]|([\w-]+)/g);
  return [...parts].map(([, quoted, index, plain]) => (quoted ? unquoted(quoted) : (index ?? plain ?? "")));
}

function unquoted(key: string): string {
  try {
    return String(JSON.parse(key));
  } catch {
    return key;
  }
}

/** Goes as deep as the file has the keys. */
function walk({ document, lines }: Parsed, keys: readonly string[]) {
  let node: unknown = document.contents;
  let offset = 0;
  let depth = 0;
  for (const key of keys) {
    const next = below(node, key, document);
    if (!next) break;
    [node, offset] = [next.node, next.offset];
    depth++;
  }
  const value = depth === keys.length && isScalar(node) ? (node.source ?? String(node.value)) : null;
  return { depth, line: lines.linePos(offset).line, value };
}

interface Below {
  readonly node: unknown;
  readonly offset: number;
}

function below(written: unknown, key: string, document: Document): Below | undefined {
  const node = isAlias(written) ? written.resolve(document) : written;
  if (isSeq(node)) {
    const item = node.items[Number(key)] as Node | undefined;
    return item && { node: isPair(item) ? undefined : item, offset: item.range?.[0] ?? 0 };
  }
  if (!isMap(node)) return undefined;
  const named = (name: string) =>
    node.items.find((item) => isScalar(item.key) && String(item.key.source ?? item.key.value) === name);
  const pair = named(key);
  if (pair) return { node: pair.value, offset: (pair.key as Node).range?.[0] ?? 0 };
  const merged = named("<<")?.value;
  const sources = isSeq(merged) ? merged.items : merged ? [merged] : [];
  for (const source of sources) {
    const found = below(source, key, document);
    if (found) return found;
  }
  return undefined;
}
