import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import type { ComposePart } from "./composeParts.ts";

/** Line and column of a value in its file. */
export type Positions = (keys: readonly (string | number)[]) => { line: number; col: number } | undefined;

const known = new WeakMap<object, Positions>();

/** @param data the plain data of the file */
export function notePositions(data: object, positions: Positions): void {
  known.set(data, positions);
}

/** The path of a value, with its line: `compose.yaml:7:5: services.web.extends`. */
export function positioned(part: ComposePart, keys: readonly (string | number)[]): DiagnosticPath {
  const found = known.get(part.data)?.(keys);
  const name = part.path.text.replace(/: $/, "");
  const top = found ? part.path.file(`${name}:${found.line}:${found.col}`) : part.path;
  return keys.reduce((path: DiagnosticPath, key) => path.at(key), top);
}
