import { printable } from "../../../components/input/printable.ts";
import type { Difference, ServiceChange } from "./serviceChanges.ts";

/** The changes of services for a terminal, one field a line; empty if none changes. */
export function serviceText(services: readonly ServiceChange[]): string {
  if (services.length === 0) return "";
  const lines = services.flatMap(({ stack, service, change, differences }) => [
    `  ${stack}_${service}${change === "changed" ? "" : ` ${change}`}`,
    ...differences.flatMap(differenceLine),
  ]);
  return ["services:", ...lines].map(printable).join("\n");
}

function differenceLine({
  what,
  before,
  after,
  added = [],
  changed = [],
  removed = [],
}: Difference): string[] {
  const value = (text: string) => (text === "" ? "none" : text);
  const parts = [...named(added, "added"), ...named(changed, "changed"), ...named(removed, "removed")];
  if (parts.length > 0) return [`    ${what}: ${parts.join(", ")}`];
  if (before === undefined || (before === "" && after !== undefined))
    return after ? [`    ${what}: ${after}`] : [];
  return [`    ${what}: ${value(before)} → ${value(after ?? "")}`];
}

function named(names: readonly string[], word: string): string[] {
  return names.map((name) => `${name} ${word}`);
}
