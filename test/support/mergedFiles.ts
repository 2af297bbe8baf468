import assert from "node:assert/strict";
import { Place } from "../../components/input/place.ts";
import { mergeFiles, settle } from "../../components/stack/composeMerge.ts";
import { parseComposeYaml } from "../../components/stack/composeYaml.ts";

export type Mapping = Readonly<Record<string, unknown>>;

function dataOf(text: string, place: Place): Mapping {
  const data = parseComposeYaml(text, place);
  assert.ok(data, JSON.stringify(place.faults));
  return data;
}

/** Files merged in order, without faults. */
export function merged(first: string, ...later: string[]): unknown {
  const place = Place.top("compose.yaml: ");
  const start = settle(dataOf(first, place)) as Mapping;
  const result = later.reduce((before, text) => mergeFiles(before, dataOf(text, place), place), start);
  assert.deepEqual(place.faults, []);
  return result;
}

/** The service `web` of files that say these lines of it. */
export function web(...files: string[]): unknown {
  const [first = "", ...later] = files.map((lines) => `services: {web: {${lines}}}`);
  return (merged(first, ...later) as { services: { web: unknown } }).services.web;
}
