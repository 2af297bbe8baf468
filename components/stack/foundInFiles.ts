import type { Fault } from "../input/fault.ts";
import type { Note } from "../input/note.ts";
import type { Place } from "../input/place.ts";

/** A fault whose cause is known, a variable that is not set, tells that too. */
export function explained(faults: readonly Fault[], notes: readonly Note[]): Fault[] {
  return faults.map((fault) => {
    const cause = notes.find(({ explains, path }) => explains && path === fault.path);
    if (!cause) return fault;
    const remedy = cause.remedy.replace(":-}", ":-…}");
    return { ...fault, problem: `${fault.problem}; it ${cause.said}`, remedy };
  });
}

/** Notes without those on services that are not deployed. */
export function onServices(
  notes: readonly Note[],
  services: readonly string[],
  files: readonly Place[],
): Note[] {
  const sections = files.map((file) => file.at("services").path);
  const isLeftOut = ({ path }: Note) => {
    const section = sections.find((section) => path.startsWith(section));
    return section !== undefined && !services.some((name) => isIn(path, `${section}.${name}`));
  };
  return notes.filter((note) => !isLeftOut(note));
}

function isIn(path: string, above: string): boolean {
  return path.startsWith(above) && /^($|[.[])/.test(path.slice(above.length));
}
