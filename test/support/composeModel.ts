import assert from "node:assert/strict";
import type { ComposeModel } from "../../components/compose/model.ts";
import { readComposeFile } from "../../components/compose/readCompose.ts";
import type { StackSettings } from "../../components/compose/stackSettings.ts";
import { type Special, workspaceWith } from "./workspace.ts";

interface Beside {
  readonly files?: Readonly<Record<string, string | Buffer | Special>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Further compose files, by their paths in the project. */
  readonly later?: Readonly<Record<string, string>>;
  readonly profiles?: readonly string[];
  /** Executable files. */
  readonly executable?: readonly string[];
  readonly binds?: StackSettings["binds"];
  readonly pinVolumes?: boolean;
}

/** Reads the compose files of the stack `shop`. */
export function reading(text: string, beside: Beside = {}) {
  const {
    files = {},
    env = {},
    environment = {},
    later = {},
    profiles = [],
    executable,
    binds = {},
    pinVolumes = true,
  } = beside;
  const paths = ["compose.yaml", ...Object.keys(later)].map((path) => `/project/${path}`);
  return readComposeFile(
    { name: "shop", files: paths, profiles, env, timeout: 600, binds, pinVolumes },
    workspaceWith({ "compose.yaml": text, ...later, ...files }, environment, executable),
  );
}

/** The model of a compose file without diagnostics, for the stack `shop`. */
export function modelOf(text: string, beside: Beside = {}): ComposeModel {
  const { model, diagnostics } = reading(text, beside);
  assert.deepEqual(diagnostics, []);
  assert.ok(model);
  return model;
}
