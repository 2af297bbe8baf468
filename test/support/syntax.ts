import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { projectRoot } from "../../setup/project.ts";

/** A file of the project as its syntax tree, so that no spelling hides anything. */
function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(
    path,
    readFileSync(join(projectRoot, path), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

function all<T extends ts.Node>(root: ts.Node, is: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  walk(root, (node) => {
    if (is(node)) found.push(node);
  });
  return found;
}

/** The names under which a file has a package's values: imported at once, lazily, or passed on. */
function namesFrom(file: ts.SourceFile, module: RegExp): { names: Set<string>; hidden: string[] } {
  const names = new Set<string>();
  const hidden: string[] = [];
  const isModule = (node: ts.Node | undefined) =>
    node !== undefined && ts.isStringLiteralLike(node) && module.test(node.text);
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement) && !statement.isTypeOnly && isModule(statement.moduleSpecifier))
      hidden.push(statement.getText());
    if (!ts.isImportDeclaration(statement) || !isModule(statement.moduleSpecifier)) continue;
    const clause = statement.importClause;
    if (!clause || clause.isTypeOnly) continue;
    if (clause.name) names.add(clause.name.text);
    const bindings = clause.namedBindings;
    if (!bindings) continue;
    if (ts.isNamespaceImport(bindings)) names.add(bindings.name.text);
    else for (const one of bindings.elements) if (!one.isTypeOnly) names.add(one.name.text);
  }
  for (const call of all(file, ts.isCallExpression))
    if (isModule(call.arguments[0])) hidden.push(call.getText());
  return { names, hidden };
}

/** Everything that a file uses of a package's values: `new remote.Command`, `remote.Logging.None`. */
export function usesOf(path: string, module: RegExp): string[] {
  const file = parse(path);
  const { names, hidden } = namesFrom(file, module);
  const uses = all(file, ts.isIdentifier).flatMap((identifier) => {
    const isUse =
      names.has(identifier.text) &&
      !ts.isImportSpecifier(identifier.parent) &&
      !ts.isNamespaceImport(identifier.parent);
    if (!isUse || isType(identifier) || isOnlyAName(identifier)) return [];
    let whole: ts.Node = identifier;
    while (ts.isPropertyAccessExpression(whole.parent) && whole.parent.expression === whole)
      whole = whole.parent;
    return ts.isNewExpression(whole.parent) && whole.parent.expression === whole
      ? [`new ${whole.getText()}`]
      : [whole.getText()];
  });
  return [...new Set([...uses, ...hidden])].sort();
}

function isType(node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at && !ts.isStatement(at); at = at.parent)
    if (ts.isTypeNode(at)) return true;
  return false;
}

/** `x.remote`, `{ remote: 1 }`: the name of something else. */
function isOnlyAName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  );
}

/** One `{scope, script}` of a step. */
export interface ScriptUse {
  readonly scope: string;
  readonly script: string;
}

/**
 * The scripts of a file's steps, each with its scope; an expression that cannot be resolved appears as
 * source.
 */
export function scriptUses(path: string): ScriptUse[] {
  const file = parse(path);
  return all(file, ts.isObjectLiteralExpression).flatMap((object) => {
    const scope = propertyOf(object, "scope");
    const script = propertyOf(object, "script");
    if (!scope || !script) return [];
    return [
      {
        scope: ts.isStringLiteralLike(scope) ? scope.text : scope.getText(),
        script: scriptsIn(file, script).join() || script.getText(),
      },
    ];
  });
}

function propertyOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const property of object.properties) {
    if (property.name?.getText() !== name) continue;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
    if (ts.isPropertyAssignment(property)) return property.initializer;
  }
  return undefined;
}

/**
 * The `.sh` files that an expression names, itself or by a constant of the file; paths from the project's
 * root.
 */
function scriptsIn(file: ts.SourceFile, expression: ts.Expression): string[] {
  const literals = all(expression, ts.isStringLiteralLike).filter(({ text }) => text.endsWith(".sh"));
  const named = ts.isIdentifier(expression)
    ? all(file, ts.isVariableDeclaration)
        .filter(({ name }) => name.getText() === expression.text)
        .flatMap(({ initializer }) => (initializer ? all(initializer, ts.isStringLiteralLike) : []))
        .filter(({ text }) => text.endsWith(".sh"))
    : [];
  return [...literals, ...named].map(({ text }) =>
    join(dirname(file.fileName), text.includes("/") ? text : `scripts/${text}`),
  );
}

/** The shell scripts that a file names for any purpose: their names without a folder, sorted. */
export function namedScripts(path: string): string[] {
  const names = all(parse(path), ts.isStringLiteralLike).flatMap(
    ({ text }) => /[\w-]+\.sh$/.exec(text)?.[0] ?? [],
  );
  return [...new Set(names)].sort();
}
