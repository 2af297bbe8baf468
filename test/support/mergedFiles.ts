import assert from "node:assert/strict";
import { parseComposeYaml } from "../../components/compose/load/composeYaml.ts";
import { mergeFiles, resolveMarks } from "../../components/compose/merge/mergeFiles.ts";
import { DiagnosticPath } from "../../components/input/diagnosticPath.ts";

export type Mapping = Readonly<Record<string, unknown>>;

function dataOf(text: string, path: DiagnosticPath): Mapping {
  const data = parseComposeYaml(text, path);
  assert.ok(data, JSON.stringify(path.diagnostics));
  return data;
}

/** Merges files in order; they must have no errors. */
export function merged(first: string, ...later: string[]): unknown {
  const path = DiagnosticPath.top("compose.yaml: ");
  const start = resolveMarks(dataOf(first, path)) as Mapping;
  const result = later.reduce((before, text) => mergeFiles(before, dataOf(text, path), path), start);
  assert.deepEqual(path.diagnostics, []);
  return result;
}

/** The service `web` of files with these lines in it. */
export function web(...files: string[]): unknown {
  const [first = "", ...later] = files.map((lines) => `services: {web: {${lines}}}`);
  return (merged(first, ...later) as { services: { web: unknown } }).services.web;
}
