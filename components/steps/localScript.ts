import { readFileSync } from "node:fs";
import { digestOf, withoutComments } from "./script.ts";
import { quote } from "./shell.ts";

const project = new URL("../../", import.meta.url).href;

/**
 * The command text that runs a script of the project on this computer.
 *
 * The state stores the path, and an undo runs what lies there then: a script that undoes keeps its place, and
 * takes the arguments of older versions (test/unit/components/steps/localScript.spec.ts lists them).
 */
export function localScript(script: URL, args: readonly string[]): string {
  const path = script.href.slice(project.length);
  return [path.endsWith(".sh") ? "sh" : "node", path, ...args].map(quote).join(" ");
}

/** The same with a hash of the scripts as a comment: a change of one of them runs the step again. */
export function changingScript(args: readonly string[], script: URL, ...more: readonly URL[]): string {
  const texts = [script, ...more].map((file) => withoutComments(readFileSync(file, "utf8")));
  return `${localScript(script, args)} # ${digestOf(...texts)}`;
}
