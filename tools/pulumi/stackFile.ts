import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, visit } from "yaml";
import { boundedYaml } from "../../components/input/boundedYaml.ts";
import { isMapping } from "../../components/input/mapping.ts";
import { settingsFile, textAt } from "../../components/input/userFile.ts";
import { stateFolder } from "../../setup/project.ts";

/**
 * Pulumi adds the salt of the passphrase to Pulumi.<stack>.yaml and reformats the file, even if the state has
 * the salt already. The project's own state is of no use to anyone else, so that change must not end up in
 * git:
 *
 * - Verbs that only read settings get a copy of the file.
 * - Verbs that write them work on the file itself, and the salt is removed afterwards. Meanwhile a journal on
 *   disk keeps the previous content, so that the next run can clean up after a killed one.
 */
export function copyForReading(root: string, stack: string): string {
  const copy = join(settingsFolder(root), stackFileName(stack));
  const draft = `${copy}.${process.pid}`;
  writeFileSync(draft, textAt(join(root, stackFileName(stack)), settingsFile) ?? "");
  renameSync(draft, copy);
  return copy;
}

/** Runs work that may change the stack files, then removes the salt. */
export async function withoutSalt<Result>(root: string, work: () => Promise<Result>): Promise<Result> {
  tidyUp(root);
  const journal = journalFile(root);
  writeFileSync(`${journal}.${process.pid}`, JSON.stringify(stackFiles(root)), { mode: 0o600 });
  renameSync(`${journal}.${process.pid}`, journal);
  try {
    return await work();
  } finally {
    tidyUp(root);
  }
}

/** Removes what an earlier run added; does nothing if that run cleaned up itself. */
export function tidyUp(root: string): void {
  const journal = textAt(journalFile(root), journalLimit);
  if (journal === undefined) return;
  const before: Record<string, string> = JSON.parse(journal);
  for (const [name, text] of Object.entries(stackFiles(root))) {
    const clean = cleaned(before[name], text);
    if (clean === undefined) rmSync(join(root, name));
    else if (clean !== text) writeFileSync(join(root, name), clean);
  }
  rmSync(journalFile(root));
}

/**
 * A stack file without the salt that Pulumi added.
 *
 * @returns undefined for a file that holds nothing else
 */
export function cleaned(before: string | undefined, after: string): string | undefined {
  if (before !== undefined && hasSalt(before)) return after;
  if (!hasSalt(after)) return before !== undefined && sameSettings(before, after) ? before : after;
  if (before !== undefined && sameSettings(before, after)) return before;
  const rest = after.replace(/^encryptionsalt:.*\n?/m, "");
  return before === undefined && rest.trim() === "" ? undefined : rest;
}

function hasSalt(text: string): boolean {
  return /^encryptionsalt:/m.test(text);
}

/** Pulumi writes 3 as "3"; both are the same setting. */
function sameSettings(left: string, right: string): boolean {
  try {
    return settingsIn(left) === settingsIn(right);
  } catch {
    // Pulumi reports what is wrong with it.
    return left === right;
  }
}

function settingsIn(text: string): string {
  const { document, excess } = boundedYaml(text);
  if (!document || excess) throw new Error(excess?.problem);
  if (isMap(document.contents)) document.contents.delete("encryptionsalt");
  visit(document, {
    Scalar: (_key, scalar) => {
      scalar.value = scalar.source ?? String(scalar.value);
    },
  });
  return JSON.stringify(document.toJS() ?? {}, (_key, value) =>
    isMapping(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
}

function stackFiles(root: string): Record<string, string> {
  const names = readdirSync(root).filter((name) => /^Pulumi\..+\.yaml$/.test(name));
  return Object.fromEntries(names.map((name) => [name, textAt(join(root, name), settingsFile) ?? ""]));
}

function stackFileName(stack: string): string {
  return `Pulumi.${stack.slice(stack.lastIndexOf("/") + 1)}.yaml`;
}

function settingsFolder(root: string): string {
  const folder = join(stateFolder(root), "settings");
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The journal holds all settings files. */
const journalLimit = { ...settingsFile, bytes: 100 * settingsFile.bytes, hint: "remove it" };

function journalFile(root: string): string {
  return join(settingsFolder(root), "before.json");
}
