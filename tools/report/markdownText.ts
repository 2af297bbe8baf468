/** Renders values from outside as Markdown that shows them and does nothing else. */

const longestValue = 200;

/** `value` as code: Markdown, HTML and mentions in it stay plain text. */
export function code(value: string): string {
  const line = value.replace(/\s+/g, " ").trim();
  const short = line.length > longestValue ? `${line.slice(0, longestValue - 1)}…` : line;
  if (short === "") return "–";
  const fence = "`".repeat(longestRun(short) + 1);
  const room = short.startsWith("`") || short.endsWith("`") ? " " : "";
  // In a table, a bar ends a cell even inside code.
  return `${fence}${room}${short}${room}${fence}`.replaceAll("|", "\\|");
}

/** The lines unchanged, cut at this many characters. */
export function codeBlock(text: string, longest: number): string {
  const short =
    text.length > longest ? `${text.slice(0, longest)}\n… (${text.length - longest} more characters)` : text;
  const fence = "`".repeat(Math.max(3, longestRun(short) + 1));
  return `${fence}text\n${short}\n${fence}`;
}

/** Escapes a sentence that contains names. */
export function plain(sentence: string): string {
  const escaped = sentence.replace(/[\\`*_{}[\]<>&|~#]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  // A mention would notify somebody.
  return escaped.replaceAll("@", "@\u200b");
}

/** Collapses the content under a summary line. */
export function folded(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
