/** Values from elsewhere as markdown that says them and does nothing else. */

const longestValue = 200;

/** `value` as code: there markdown, HTML and mentions are plain text. */
export function code(value: string): string {
  const line = value.replace(/\s+/g, " ").trim();
  const short = line.length > longestValue ? `${line.slice(0, longestValue - 1)}…` : line;
  if (short === "") return "–";
  const fence = "`".repeat(longestRun(short) + 1);
  const room = short.startsWith("`") || short.endsWith("`") ? " " : "";
  // A table ends its cell at a bar even in code.
  return `${fence}${room}${short}${room}${fence}`.replaceAll("|", "\\|");
}

/** Lines as they are; at most so many characters of them. */
export function codeBlock(text: string, longest: number): string {
  const short =
    text.length > longest ? `${text.slice(0, longest)}\n… (${text.length - longest} more characters)` : text;
  const fence = "`".repeat(Math.max(3, longestRun(short) + 1));
  return `${fence}text\n${short}\n${fence}`;
}

/** A sentence with names in it. */
export function plain(sentence: string): string {
  const escaped = sentence.replace(/[\\`*_{}[\]<>&|~#]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  // A mention would send somebody a message.
  return escaped.replaceAll("@", "@\u200b");
}

const mostRows = 60;

/** Cells are markdown already. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const shown = rows.slice(0, mostRows);
  const more = rows.length - shown.length;
  return [
    line(heading),
    line(heading.map(() => "---")),
    ...shown.map(line),
    ...(more > 0 ? [`\nand ${more} more`] : []),
  ].join("\n");
}

/** Folded away under a line of its own. */
export function folded(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
