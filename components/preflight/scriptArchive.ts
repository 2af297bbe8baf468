import { readFileSync } from "node:fs";
import {
  allStoredScripts,
  digestOf,
  payloadFunctions,
  type StoredScript,
  stepScript,
  withoutComments,
} from "../steps/script.ts";

const end = "swarm-script-end";

/** A shell script that writes all scripts of remote steps into its folder, and prints `stored`. */
export interface ScriptArchive {
  /** Changes with any script. */
  readonly digest: string;
  readonly text: string;
}

/**
 * The script that checks a machine and stores the others there.
 *
 * @param ownChecks script files of the target's own check, which runs first
 */
export function checkScript(ownChecks: readonly URL[]): string {
  const checks = ["engineChecks.sh", "networkChecks.sh", "preflight.sh", "store.sh"];
  const own = checks.map((name) => new URL(`./scripts/${name}`, import.meta.url));
  return stepScript(payloadFunctions, ...ownChecks, ...own);
}

export function scriptArchive(): ScriptArchive {
  const runner = readFileSync(new URL("../steps/scripts/run.sh", import.meta.url), "utf8");
  return archiveOf([...allStoredScripts(), { id: "run", text: withoutComments(runner) }]);
}

/** Each script gets its name when it is complete: another step may be running the previous one. */
export function archiveOf(scripts: readonly StoredScript[]): ScriptArchive {
  const text = scripts
    .map(({ id, text }) => `cat >.${id} <<'${end}'\n${text}${end}\nmv .${id} ${id}\n`)
    .join("");
  return { digest: digestOf(text), text: `${text}echo stored\n` };
}
