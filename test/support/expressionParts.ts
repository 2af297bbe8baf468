/** A piece of a regular expression. */
export type Part =
  | { readonly kind: "text"; readonly source: string }
  | { readonly kind: "nothing" }
  | { readonly kind: "sequence"; readonly parts: readonly Part[] }
  | { readonly kind: "choice"; readonly options: readonly Part[] }
  | { readonly kind: "repeat"; readonly body: Part; readonly least: number; readonly most: number }
  | { readonly kind: "group"; readonly number: number; readonly name: string; readonly body: Part }
  | { readonly kind: "again"; readonly of: number | string };

const token =
  /\\(?:k<(?<name>\w+)>|(?<number>[1-9])|[bB]|p\{[^}]*\}|P\{[^}]*\}|u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[\s\S])|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<(?<group>\w+)>))?|[)|^$]|[\s\S]/uy;
const quantifier = /(?:[*+?]|\{(?<least>\d+)(?<comma>,)?(?<most>\d+)?\})\??/y;

/**
 * The parts of a regular expression, as far as the attacks on it need them: lookarounds and assertions such
 * as ^ count as nothing.
 */
export function partsOf(source: string): Part {
  let at = 0;
  let groups = 0;

  function take(form: RegExp): RegExpExecArray | null {
    form.lastIndex = at;
    const found = form.exec(source);
    if (found) at = form.lastIndex;
    return found;
  }

  function choice(): Part {
    const options = [sequence()];
    while (source[at] === "|") {
      at++;
      options.push(sequence());
    }
    return options.length === 1 ? (options[0] as Part) : { kind: "choice", options };
  }

  function sequence(): Part {
    const parts: Part[] = [];
    while (at < source.length && source[at] !== ")" && source[at] !== "|") parts.push(repeated(single()));
    return { kind: "sequence", parts };
  }

  function single(): Part {
    const found = take(token);
    const [text = ""] = found ?? [];
    const { name, number, group } = found?.groups ?? {};
    if (text.startsWith("(")) {
      const index = /^\((\?<\w|$)/.test(text) ? ++groups : 0;
      const body = choice();
      at++;
      if (/^\(\?<?[=!]/.test(text)) return { kind: "nothing" };
      return index === 0 ? body : { kind: "group", number: index, name: group ?? "", body };
    }
    if (name ?? number) return { kind: "again", of: name ?? Number(number) };
    return /^(\^|\$|\\b|\\B)$/.test(text) ? { kind: "nothing" } : { kind: "text", source: text };
  }

  function repeated(body: Part): Part {
    const found = take(quantifier);
    if (!found) return body;
    const { least, comma, most } = found.groups ?? {};
    if (least !== undefined)
      return {
        kind: "repeat",
        body,
        least: Number(least),
        most: comma ? Number(most ?? Infinity) : Number(least),
      };
    const sign = found[0][0];
    return { kind: "repeat", body, least: sign === "+" ? 1 : 0, most: sign === "?" ? 1 : Infinity };
  }

  const all = choice();
  if (at < source.length) throw new Error(`/${source}/ was read up to ${at} only`);
  return all;
}
