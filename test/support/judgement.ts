import assert from "node:assert/strict";
import { run } from "./run.ts";
import { shellFunction } from "./scripts.ts";

const judge = shellFunction("stack/scripts/judge.sh", "judge");

/** What the judgement gets besides the observation. */
interface Before {
  readonly kept?: string;
  readonly now?: number;
}

export interface Judgement {
  /** `waiting`, or `failed; web was rolled back; …` */
  readonly verdict: string;
  readonly progress: string;
  readonly over: readonly string[];
  /** What the next judgement gets. */
  readonly kept: string;
}

/** What deploy.sh reads from its judgement. */
export async function judgement(
  expected: string,
  observed: string,
  { kept = "", now = 100 }: Before = {},
): Promise<Judgement> {
  const text = `set -eu; stack=s; expected=$1\n${judge}\njudge "$2"`;
  const { code, stdout, stderr } = await run("sh", ["-c", text, "judge", expected, String(now)], {
    input: kept + observed,
  });
  assert.deepEqual([code, stderr], [0, ""]);
  const lines = (start: RegExp) =>
    stdout.split("\n").flatMap((line) => (start.test(line) ? [line.replace(start, "")] : []));
  const failed = lines(/^is (?=\S+ failed )/).map((line) => line.replace(" failed", ""));
  return {
    verdict: [...lines(/^all /), ...failed].join("; "),
    progress: lines(/^progress */).join(),
    over: lines(/^over /),
    kept: lines(/^(?=keep )/)
      .map((line) => `${line}\n`)
      .join(""),
  };
}

/** A service's count, update and tasks, newest first; a task is `slot desired state revision [error]`. */
export function service(name: string, count: string, update: string, ...tasks: string[]): string {
  const [state, attempts = "0", revision = "new"] = update.split(" ");
  const lines = tasks.map((task, index) => {
    const [slot, desired, status, at, ...error] = task.split(" ");
    const id = `${name}-${tasks.length - index}`;
    return `task id-${name} ${slot} ${desired} ${status} ${at} - ${1.5e18 - index * 1e9} ${id} "${error.join(" ")}"`;
  });
  const spec = `spec s_${name} id-${name} ${state} - ${revision} ${attempts} `;
  return [`count s_${name} ${count}`, spec, ...lines, ""].join("\n");
}

export const up = (slot: string, revision = "new") => `${slot} running running ${revision}`;
export const failed = (slot: string, revision = "new") => `${slot} shutdown failed ${revision}`;
