import type { Diagnostic } from "../../input/diagnostic.ts";
import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import type { Warning } from "../../input/warning.ts";

/** Adds the likely cause to diagnostics: a variable that is not set. */
export function explained(diagnostics: readonly Diagnostic[], warnings: readonly Warning[]): Diagnostic[] {
  return diagnostics.map((diagnostic) => {
    const cause = warnings.find(({ explains, path }) => explains && path === diagnostic.path);
    if (!cause) return diagnostic;
    const hint = cause.hint.replace(":-}", ":-…}");
    return { ...diagnostic, problem: `${diagnostic.problem}; it ${cause.problem}`, hint };
  });
}

/** Drops warnings about services that are not deployed. */
export function onServices(
  warnings: readonly Warning[],
  services: readonly string[],
  files: readonly DiagnosticPath[],
): Warning[] {
  const sections = files.map((file) => file.at("services").text);
  const isLeftOut = ({ path }: Warning) => {
    const section = sections.find((section) => path.startsWith(section));
    return section !== undefined && !services.some((name) => isIn(path, `${section}.${name}`));
  };
  return warnings.filter((note) => !isLeftOut(note));
}

function isIn(path: string, above: string): boolean {
  return path.startsWith(above) && /^($|[.[])/.test(path.slice(above.length));
}
