import assert from "node:assert/strict";
import { readComposeFile } from "../../components/stack/composeFile.ts";
import type { ComposeModel } from "../../components/stack/composeModel.ts";
import { surroundingsWith } from "./surroundings.ts";

interface Beside {
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A compose file of the stack `shop`, read. */
export function reading(text: string, { files = {}, env = {}, environment = {} }: Beside = {}) {
  return readComposeFile(
    { name: "shop", file: "/project/compose.yaml", env, timeout: 600 },
    surroundingsWith({ "compose.yaml": text, ...files }, environment),
  );
}

/** The model of a compose file without faults, for the stack `shop`. */
export function modelOf(text: string, beside: Beside = {}): ComposeModel {
  const { model, faults } = reading(text, beside);
  assert.deepEqual(faults, []);
  assert.ok(model);
  return model;
}
