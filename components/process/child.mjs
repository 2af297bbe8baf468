// Plain JavaScript: tools/run.mjs needs it before a Node that strips types is installed. Wraps Node's
// functions so that a program gets only the environment that it needs; `env` contains changes to that. All
// other code must start processes through this file; test/unit/architecture.spec.ts checks that.
import * as child from "node:child_process";
import { promisify } from "node:util";
import { childEnvironment } from "./childEnvironment.mjs";

const limited = (program, options = {}) => ({ ...options, env: childEnvironment(program, options.env) });
const execute = promisify(child.execFile);

export function spawn(program, args, options) {
  return child.spawn(program, args, limited(program, options));
}

export function spawnSync(program, args, options) {
  return child.spawnSync(program, args, limited(program, options));
}

export function execFileSync(program, args, options) {
  return child.execFileSync(program, args, limited(program, options));
}

/** Resolves to both streams; rejects with both if the program fails. */
export function execFile(program, args, options) {
  return execute(program, args, limited(program, options));
}
