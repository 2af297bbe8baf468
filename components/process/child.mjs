// Plain JavaScript: tools/run.mjs needs it before the Node that understands types is there.
// Node's own functions, except that a program gets only the part of the environment that it needs: `env` says what is
// different in it. Nothing else here starts a process, test/unit/architecture.spec.ts sees to that.
import * as child from "node:child_process";
import { promisify } from "node:util";
import { childEnvironment } from "./childEnvironment.mjs";

const limited = (program, options = {}) => ({ ...options, env: childEnvironment(program, options.env) });
const execute = promisify(child.execFile);

export function spawn(program, words, options) {
  return child.spawn(program, words, limited(program, options));
}

export function spawnSync(program, words, options) {
  return child.spawnSync(program, words, limited(program, options));
}

export function execFileSync(program, words, options) {
  return child.execFileSync(program, words, limited(program, options));
}

/** Resolves to both streams; rejects with both of them where the program fails. */
export function execFile(program, words, options) {
  return execute(program, words, limited(program, options));
}
