import { table } from "../report/table.ts";

/**
 * Where the replicas of each service were and are, one line each.
 *
 * @param before lines of `SERVICE NODE=TASKS …`, as rebalance.sh prints them
 */
export function spreadTable(before: string, after: string): string {
  const old = readSpread(before);
  const rows = [...readSpread(after)].map(([service, spread]) => {
    const was = old.get(service) ?? "";
    return [service, was, spread === was ? "the same" : spread];
  });
  if (rows.length === 0) return "no service has two replicas or more";
  return table([["SERVICE", "BEFORE", "AFTER"], ...rows.sort((a, b) => a.join().localeCompare(b.join()))]);
}

function readSpread(lines: string): Map<string, string> {
  const all = lines.split("\n").filter(Boolean);
  return new Map(
    all.map((line) => {
      const [service = "", ...counts] = line.split(" ");
      return [
        service,
        counts
          .map((count) => count.replace("=", " "))
          .sort()
          .join(", "),
      ] as const;
    }),
  );
}
