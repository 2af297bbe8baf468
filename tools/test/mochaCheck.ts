import type { Check } from "./check.ts";

export interface MochaCheckArgs {
  readonly name: string;
  readonly files: readonly string[];
  /** Milliseconds for one test; default: mocha's. */
  readonly timeout?: number;
  /** True stops at the first failure; default false. */
  readonly bail?: boolean;
  /** Files that run at the same time, each by one process; default 1. */
  readonly jobs?: number;
  readonly engine: boolean;
}

/** A check that counts mocha tests. */
export function mochaCheck({ name, files, timeout, bail = false, jobs = 1, engine }: MochaCheckArgs): Check {
  const args = [
    ...["--exit", "--forbid-only", "--forbid-pending"],
    ...(jobs > 1 ? ["--parallel", "--jobs", String(jobs)] : []),
    ...(bail ? ["--bail"] : []),
    ...(timeout === undefined ? [] : ["--timeout", String(timeout)]),
  ];
  return { name, kind: "mocha", command: ["mocha", ...args, ...files], engine };
}
