import { refine, type Schema, show, text } from "../../input/schema.ts";

const closing: Readonly<Record<string, string>> = { "'": "'", '"': '"', "`": "`", "$(": ")" };

/**
 * Rejects what docker's parser rejects, and finds where it ends a command:
 * https://github.com/mattn/go-shellwords
 */
function read(line: string): { readonly defect?: string | undefined; readonly end?: number } {
  let open: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] as string;
    if (sign === "\\" && open !== "'") {
      if (++at >= line.length) return { defect: "ends with a backslash that escapes nothing" };
    } else if (open !== undefined) {
      if (sign === closing[open]) open = undefined;
    } else if (sign === "$" && line[at + 1] === "(") {
      open = "$(";
      at++;
    } else if (sign in closing) open = sign;
    else if ("()".includes(sign)) return { defect: `has ${sign} outside quotes` };
    else if (";&|<>".includes(sign)) return { end: at };
  }
  return open === undefined ? {} : { defect: `has ${open} without the closing ${closing[open]}` };
}

const hint = 'write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell';

/** A command in one string: docker splits it without a shell. */
export const commandLine: Schema<string> = refine(text, (line, path) => {
  const { defect, end } = read(line);
  if (defect !== undefined) return path.error(`${defect}: ${show(line)}`, hint);
  if (end !== undefined) path.warn(`runs without a shell; docker drops ${show(line.slice(end))}`, hint);
  return line;
});
