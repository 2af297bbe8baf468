import { type Shape, show, text, then } from "../input/shape.ts";

const closing: Readonly<Record<string, string>> = { "'": "'", '"': '"', "`": "`", "$(": ")" };

/** What of a command docker's loader refuses, or drops without a word: https://github.com/mattn/go-shellwords */
function defect(line: string): string | undefined {
  let open: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] as string;
    if (sign === "\\" && open !== "'") {
      if (++at >= line.length) return "ends with a backslash that escapes nothing";
    } else if (open !== undefined) {
      if (sign === closing[open]) open = undefined;
    } else if (sign === "$" && line[at + 1] === "(") {
      open = "$(";
      at++;
    } else if (sign in closing) open = sign;
    else if ("()".includes(sign)) return `has ${sign} outside quotes`;
    else if (";&|<>".includes(sign)) return `has ${sign} outside quotes, where docker ends the command`;
  }
  return open === undefined ? undefined : `has ${open} without the closing ${closing[open]}`;
}

/** A command in one text: docker splits it, without a shell. */
export const commandLine: Shape<string> = then(text, (line, place) => {
  const problem = defect(line);
  return problem === undefined
    ? line
    : place.refuse(
        `${problem}: ${show(line)}`,
        'write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell',
      );
});
