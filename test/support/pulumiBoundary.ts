import { dirname, join } from "node:path";
import ts from "typescript";
import { nodesOf } from "./sourceFiles.ts";

/** The origin of a name: `name` of `from`, a path from the project's root or a package. */
interface Origin {
  readonly from: string;
  readonly name: string;
}

interface File {
  /** The modules that the file loads, at once or later: type imports load nothing. */
  readonly loads: readonly string[];
  readonly imported: ReadonlyMap<string, Origin>;
  readonly declared: ReadonlyMap<string, ts.Node>;
  readonly exported: readonly string[];
}

const isPulumi = (from: string) => from.startsWith("@pulumi/");

/**
 * Which files load Pulumi, and which of their exports do not belong there.
 *
 * A file that loads Pulumi may export resources, and functions and classes that take or return values of
 * Pulumi. One that takes and returns plain values decides something; it belongs in a file without Pulumi.
 *
 * @param texts the program's files, by their paths from the project's root
 */
export class PulumiBoundary {
  private readonly files: ReadonlyMap<string, File>;

  constructor(texts: Readonly<Record<string, string>>) {
    this.files = new Map(Object.entries(texts).map(([path, text]) => [path, read(path, text)]));
  }

  /** The files that load Pulumi, directly or through others. */
  get loading(): string[] {
    return [...this.files.keys()].filter((path) => this.loads(path, new Set()));
  }

  /** `file: export` for decisions in files with Pulumi. */
  get misplaced(): string[] {
    return this.loading.flatMap((path) => {
      const exported = this.files.get(path)?.exported ?? [];
      return exported
        .filter((name) => !this.carries({ from: path, name }, new Set()))
        .map((name) => `${path}: ${name}`);
    });
  }

  private loads(path: string, seen: Set<string>): boolean {
    if (isPulumi(path)) return true;
    if (seen.has(path)) return false;
    seen.add(path);
    return this.files.get(path)?.loads.some((next) => this.loads(next, seen)) ?? false;
  }

  /** Whether Pulumi values pass through this name: a type, a class, or a function's parameters and result. */
  private carries({ from, name }: Origin, seen: Set<string>): boolean {
    if (isPulumi(from)) return true;
    const file = this.files.get(from);
    const key = `${from} ${name}`;
    if (!file || seen.has(key)) return false;
    seen.add(key);
    const imported = file.imported.get(name);
    if (imported) return this.carries(imported, seen);
    const node = file.declared.get(name);
    if (!node) return false;
    return [...typesOf(node)].some((type) => this.carries({ from, name: type }, seen));
  }
}

function read(path: string, text: string): File {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const loads: string[] = [];
  const imported = new Map<string, Origin>();
  const declared = new Map<string, ts.Node>();
  const exported: string[] = [];
  const origin = (name: ts.Node | undefined) => {
    const to = name && ts.isStringLiteralLike(name) ? name.text : "";
    return to.startsWith(".") ? join(dirname(path), to) : to;
  };
  for (const node of nodesOf(source))
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      loads.push(origin(node.arguments[0]));
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      const from = origin(statement.moduleSpecifier);
      const clause = statement.importClause;
      if (!clause?.isTypeOnly) loads.push(from);
      if (clause?.name) imported.set(clause.name.text, { from, name: "default" });
      const bindings = clause?.namedBindings;
      if (bindings && ts.isNamespaceImport(bindings)) imported.set(bindings.name.text, { from, name: "*" });
      else
        for (const one of bindings?.elements ?? [])
          imported.set(one.name.text, { from, name: (one.propertyName ?? one.name).text });
    } else if (ts.isExportDeclaration(statement)) {
      if (!statement.isTypeOnly && statement.moduleSpecifier) loads.push(origin(statement.moduleSpecifier));
    } else {
      const isExported = ts.canHaveModifiers(statement) && isMarked(statement, ts.SyntaxKind.ExportKeyword);
      for (const [name, node] of declarations(statement)) {
        declared.set(name, node);
        if (isExported && holdsCode(node)) exported.push(name);
      }
    }
  }
  return { loads, imported, declared, exported };
}

function declarations(statement: ts.Statement): [string, ts.Node][] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map((one) => [one.name.getText(), one]);
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed ? [[statement.name?.text ?? "default", statement]] : [];
}

function holdsCode(node: ts.Node): boolean {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    (ts.isVariableDeclaration(node) && node.initializer !== undefined && isFunction(node.initializer))
  );
}

function isFunction(node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

/** The names of the types in a declaration's interface, without bodies and private members. */
function* typesOf(node: ts.Node): Generator<string> {
  if (ts.isBlock(node) || isMarked(node, ts.SyntaxKind.PrivateKeyword)) return;
  if (ts.isVariableDeclaration(node)) {
    if (node.type) yield* typesOf(node.type);
    else if (node.initializer && isFunction(node.initializer)) yield* typesOf(node.initializer);
    return;
  }
  if (ts.isTypeReferenceNode(node)) yield firstName(node.typeName);
  else if (ts.isTypeQueryNode(node)) yield firstName(node.exprName);
  else if (ts.isExpressionWithTypeArguments(node)) yield firstName(node.expression);
  const children: ts.Node[] = [];
  node.forEachChild((child) => void children.push(child));
  for (const child of children) yield* typesOf(child);
}

/** `pulumi` of `pulumi.Output`. */
function firstName(node: ts.Node): string {
  return node.getText().split(".")[0] ?? "";
}

function isMarked(node: ts.Node, mark: ts.SyntaxKind): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some(({ kind }) => kind === mark) ?? false;
}
