import { statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { type BindChoice, bindChoices, type StackSettings } from "../../components/compose/stackSettings.ts";
import type { Workspace } from "../../components/input/workspace.ts";
import { badArguments } from "../arguments.ts";

/** What `npm run check` gets besides its output options. */
export interface CheckRequest {
  readonly files: readonly string[];
  readonly isMerged: boolean;
  readonly env: readonly string[];
  readonly profiles: readonly string[];
  /** `binds.PATH=CHOICE` */
  readonly set: readonly string[];
}

/** Names that docker compose finds by itself, in its order. */
const usual = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

/** The stacks to check: one for each file, or one for all. @throws for bad arguments, with exit code 2 */
export function stacksOf(request: CheckRequest, workspace: Workspace): StackSettings[] {
  const files = request.files.map((file) => composeFileAt(resolve(workspace.root, file)));
  const { isMerged, profiles } = request;
  const env = Object.fromEntries(request.env.map(variableOf));
  const binds = Object.fromEntries(request.set.map(bindOf));
  const groups = isMerged ? [files] : files.map((file) => [file]);
  return groups.map((group) => ({
    ...{ name: stackName(group[0] ?? "", workspace), files: group, profiles, env, timeout: 600, binds },
  }));
}

function composeFileAt(path: string): string {
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const found = usual
    .map((name) => resolve(path, name))
    .find((file) => statSync(file, { throwIfNoEntry: false }));
  return isDirectory ? (found ?? resolve(path, "compose.yaml")) : path;
}

function variableOf(text: string): [string, string] {
  const at = text.indexOf("=");
  const name = text.slice(0, Math.max(at, 0));
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return [name, text.slice(at + 1)];
  throw badArguments("check", "--env must be NAME=VALUE");
}

function bindOf(text: string): [string, BindChoice] {
  const at = text.lastIndexOf("=");
  const [key, choice] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (!/^binds\../.test(key))
    throw badArguments("check", `--set must be binds.PATH=CHOICE, but is ${JSON.stringify(text)}`);
  const known = bindChoices.find((one) => one === choice);
  if (!known)
    throw badArguments(
      "check",
      `--set ${key} must be volume, config, host or omit, but is ${JSON.stringify(choice)}`,
    );
  return [key.slice("binds.".length), known];
}

const nameForm = /^(?=.{1,31}$)[a-z0-9]+([-_][a-z0-9]+)*$/;

/** The name in the file, or that of its directory, as docker compose names a project. */
function stackName(file: string, workspace: Workspace): string {
  const content = workspace.contentOf(file, { of: "a compose file", bytes: 1024 * 1024, hint: "" });
  const [, written = ""] =
    /^name:[ \t]*["']?([\w-]+)/m.exec(Buffer.isBuffer(content) ? content.toString() : "") ?? [];
  if (nameForm.test(written)) return written;
  const directory = basename(dirname(file))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
  return nameForm.exec(directory.replaceAll(/^-|-$/g, "").slice(0, 31).replace(/-$/, ""))?.[0] ?? "stack";
}
