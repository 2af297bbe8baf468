import assert from "node:assert/strict";
import { readComposeFile } from "../../components/stack/composeFile.ts";
import type { ComposeModel } from "../../components/stack/composeModel.ts";
import { surroundingsWith } from "./surroundings.ts";

interface Beside {
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The model of a compose file without faults, for the stack `shop`. */
export function modelOf(text: string, { files = {}, env = {}, environment = {} }: Beside = {}): ComposeModel {
  const { model, faults } = readComposeFile(
    { name: "shop", file: "/project/compose.yaml", env, timeout: 600 },
    surroundingsWith({ "compose.yaml": text, ...files }, environment),
  );
  assert.deepEqual(faults, []);
  assert.ok(model);
  return model;
}
