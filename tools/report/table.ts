/** Rows with aligned columns, for a terminal; the first row is the heading. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/**
 * The same in Markdown; the cells are Markdown already.
 *
 * @param most rows below the heading; the rest is only counted
 */
export function markdownTable(
  [heading = [], ...rows]: readonly (readonly string[])[],
  most = Number.POSITIVE_INFINITY,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const shown = rows.slice(0, most);
  const more = rows.length - shown.length;
  return [
    line(heading),
    line(heading.map(() => "---")),
    ...shown.map(line),
    ...(more > 0 ? [`\nand ${more} more`] : []),
  ].join("\n");
}
