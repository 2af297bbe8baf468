import ts from "typescript";
import { lineOf, nodesOf } from "./sourceFiles.ts";

/** A regular expression of the program; undefined if its text is not known before the program runs. */
export interface WrittenExpression {
  /** `components/compose/load/envFile.ts:4 /…/m` */
  readonly at: string;
  readonly expression: RegExp | undefined;
}

export function expressionsIn(source: ts.SourceFile): WrittenExpression[] {
  const constants = constantsOf(source);
  return [...nodesOf(source)].flatMap((node) => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf("/");
      const expression = new RegExp(node.text.slice(1, end), node.text.slice(end + 1));
      return [{ at: `${lineOf(node)} ${node.text}`, expression }];
    }
    const isMade =
      (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === "RegExp";
    if (!isMade) return [];
    const [text, flags] = (node.arguments ?? []).map((argument) => textOf(argument, constants));
    const isKnown = text !== undefined && (flags !== undefined || node.arguments?.length === 1);
    return [
      { at: `${lineOf(node)} ${node.getText()}`, expression: isKnown ? new RegExp(text, flags) : undefined },
    ];
  });
}

function constantsOf(source: ts.SourceFile): ReadonlyMap<string, ts.Expression | undefined> {
  const found = new Map<string, ts.Expression | undefined>();
  for (const node of nodesOf(source)) {
    if (!(ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node))) continue;
    // A name with several declarations counts as unknown.
    const isFirst = !found.has(node.name.getText());
    found.set(node.name.getText(), isFirst && ts.isVariableDeclaration(node) ? node.initializer : undefined);
  }
  return found;
}

/** A text concatenated from texts of the same file. */
function textOf(
  node: ts.Expression,
  constants: ReadonlyMap<string, ts.Expression | undefined>,
): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) {
    const value = constants.get(node.text);
    return value && textOf(value, constants);
  }
  if (!ts.isTemplateExpression(node)) return undefined;
  const parts = node.templateSpans.map(({ expression, literal }) => {
    const text = textOf(expression, constants);
    return text === undefined ? undefined : text + literal.text;
  });
  return parts.includes(undefined) ? undefined : node.head.text + parts.join("");
}
