import ts from "typescript";
import { lineOf, nodesOf } from "./sourceFiles.ts";

/** The files of every target. */
export const targetFiles: readonly string[] = [
  ...["target.ts", "resources.ts", "machines.ts", "registry.ts", "entryPoint.ts"],
  ...["schema.ts", "defaults.ts", "checks.ts", "settings.ts"].map((name) => `settings/${name}`),
];

/**
 * Finds where a file names a target: a comparison with its name, its settings, its folder, a sentence about it.
 *
 * The syntax shows what only has the same name: Docker's volume driver `local` is compared with a driver, and a
 * variable or an import is no property.
 */
export class TargetNames {
  private readonly names: ReadonlySet<string>;
  private readonly inText: RegExp;

  constructor(names: readonly string[]) {
    this.names = new Set(names);
    const any = names.join("|");
    this.inText = new RegExp(
      [
        // A setting, a folder, a type of its own provider.
        `swarm:(${any})\\b`,
        `targets/(${any})/`,
        `^(${any}):`,
        // "target aws", "targets aws and hosts"
        `\\btargets? (\\w+,? (and |or )?)*(${any})\\b`,
      ].join("|"),
      "i",
    );
  }

  /** `file:line: text`, in the order of the file. */
  in(file: ts.SourceFile): string[] {
    const found = [...nodesOf(file)].filter((node) => this.namesTarget(node));
    return found.map((node) => `${lineOf(node)}: ${node.getText()}`);
  }

  /** The same for a shell script, whose lines have no syntax tree. */
  inScript(path: string, text: string): string[] {
    return text
      .split("\n")
      .flatMap((line, index) => (this.inText.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []));
  }

  private namesTarget(node: ts.Node): boolean {
    if (isText(node)) {
      if (isHelp(node)) return false;
      return (this.names.has(node.text) && !isOtherwise(node)) || this.inText.test(textOf(node));
    }
    return ts.isIdentifier(node) && this.names.has(node.text) && isProperty(node);
  }
}

type Text =
  | ts.StringLiteralLike
  | ts.TemplateHead
  | ts.TemplateMiddle
  | ts.TemplateTail
  | ts.RegularExpressionLiteral;

/** An expression's pattern, without what anchors it. */
function textOf(node: Text): string {
  return ts.isRegularExpressionLiteral(node) ? node.text.replace(/^\/\^?/, "") : node.text;
}

function isText(node: ts.Node): node is Text {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node) ||
    ts.isRegularExpressionLiteral(node)
  );
}

/** The text that `--help` prints is documentation. */
function isHelp({ parent }: ts.Node): boolean {
  return ts.isVariableDeclaration(parent) && parent.name.getText() === "help";
}

/** `driver === "local"`, `{ driver = "local" }` of a volume; `local` is also a value of go's GOTOOLCHAIN. */
function isOtherwise({ parent }: ts.Node): boolean {
  if (ts.isBindingElement(parent)) return parent.name.getText() === "driver";
  return ts.isBinaryExpression(parent) && /^driver$|"GOTOOLCHAIN"/.test(parent.left.getText());
}

/** `settings.aws`, `{ aws }` of an object or a pattern, `aws:` in an object or a type. */
function isProperty(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isBindingElement(parent))
    return ts.isObjectBindingPattern(parent.parent) && (parent.propertyName ?? parent.name) === node;
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isShorthandPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isPropertyDeclaration(parent)) &&
    parent.name === node
  );
}
