import { relative } from "node:path";
import type { Diagnostic } from "../../components/input/diagnostic.ts";
import { type Paste, pasteLines } from "../../components/input/paste.ts";
import { printable } from "../../components/input/printable.ts";
import type { Warning } from "../../components/input/warning.ts";
import { displayPath, type Workspace } from "../../components/input/workspace.ts";
import { table } from "../report/table.ts";
import type { CheckedStack } from "./checkedStack.ts";
import type { FilePositions } from "./filePositions.ts";

/** The diagnostics of `--json`; docs/check.md describes every field. */
interface JsonDiagnostic {
  readonly severity: "error" | "warning";
  readonly path: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly message: string;
  readonly value: string | null;
  readonly hint: string;
  readonly paste: string | null;
}

/** The whole result as JSON. */
export function checkJson(
  checked: readonly CheckedStack[],
  positions: FilePositions,
  workspace: Workspace,
): string {
  const deploying = checked.flatMap(({ rendered }) => rendered ?? []);
  const result = {
    files: checked.flatMap(({ settings: { name, files }, errors }) =>
      files.map((file) => ({
        file: displayPath(file, workspace),
        stack: name,
        deploys: errors.length === 0,
      })),
    ),
    services: checked.flatMap(({ settings: { name: stack }, services }) =>
      Object.entries(services).map(([service, { image, replicas, ports, mounts, binds = {} }]) => ({
        ...{ stack, service, image, replicas, ports, mounts },
        binds: Object.fromEntries(Object.entries(binds).map(([path, { as }]) => [path, as])),
      })),
    ),
    diagnostics: checked.flatMap(({ errors, warnings }) => [
      ...errors.map((error) => jsonOf("error", error, positions)),
      ...warnings.map((warning) => jsonOf("warning", warning, positions)),
    ]),
    rendered: deploying.length > 0 ? deploying.join("---\n") : null,
  };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}

function jsonOf(
  severity: JsonDiagnostic["severity"],
  found: Diagnostic | Warning,
  positions: FilePositions,
): JsonDiagnostic {
  const { path, problem, hint, paste } = found;
  const { file, line, value } = positions.positionOf(path);
  return {
    severity,
    path,
    file,
    line,
    message: problem,
    value,
    hint,
    paste: paste ? pasteLines([paste]) : null,
  };
}

/** The same for a reader. */
export function checkText(
  stack: CheckedStack,
  positions: FilePositions,
  workspace: Workspace,
  projectRoot: string,
): string {
  const { settings, errors, warnings, services } = stack;
  const names = settings.files.map((file) => displayPath(file, workspace)).join(" + ");
  const counts = [count(errors.length, "error"), count(warnings.length, "warning")].filter(Boolean);
  const verdict = [errors.length > 0 ? "does not deploy" : "deploys", ...counts].join(", ");
  const heading = ["SERVICE", "IMAGE", "REPLICAS", "PORTS", "MOUNTS", "BIND MOUNTS"];
  const rows = Object.entries(services).map(([service, { image, replicas, ports, mounts, binds = {} }]) => {
    const choices = Object.entries(binds).map(([path, { as }]) => `${path}: ${as}`);
    return [service, image, replicas, ports.join(", "), mounts.join(", "), choices.join(", ")];
  });
  const isReadable = errors.length === 0 || [...errors, ...warnings].some(({ paste }) => paste);
  return [
    `${names} as stack ${settings.name}: ${verdict}`,
    ...errors.map((error) => finding("error", error, positions)),
    ...warnings.map((warning) => finding("warning", warning, positions)),
    ...(rows.length > 0 ? [`\n${table([heading, ...rows])}`] : []),
    ...(isReadable ? [`\n${settingsBlock(stack, projectRoot)}`] : []),
  ].join("\n");
}

function count(number: number, noun: string): string {
  if (number === 0) return "";
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}

function finding(
  severity: string,
  { path, problem, hint }: Diagnostic | Warning,
  positions: FilePositions,
): string {
  const { file, line } = positions.positionOf(path);
  const rest =
    file === null ? path : path.slice(path.indexOf(": ") < 0 ? path.length : path.indexOf(": ") + 2);
  const where =
    file === null ? rest : [line === null ? file : `${file}:${line}`, rest].filter(Boolean).join(": ");
  return `  ${severity}: ${printable(where)}: ${problem}\n    → ${hint}`;
}

/** The stack's settings: its files, what the command line says, and what the diagnostics propose. */
function settingsBlock({ settings, errors, warnings }: CheckedStack, projectRoot: string): string {
  const { name, files, profiles, binds = {} } = settings;
  const paths = files.map((file) => relative(projectRoot, file));
  const own = {
    ...(paths.length === 1 ? { file: paths[0] } : { files: paths }),
    ...(profiles.length > 0 ? { profiles } : {}),
    ...(Object.keys(binds).length > 0 ? { binds } : {}),
  };
  const pastes: Paste[] = [...errors, ...warnings].flatMap(({ paste }) => paste ?? []);
  const lines = pasteLines([{ stack: name, settings: own }, ...pastes]).trimEnd();
  return `lines for Pulumi.<stack>.yaml:\n  config:\n${lines.replaceAll(/^/gm, "    ")}`;
}
