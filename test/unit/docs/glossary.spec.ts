import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const files = (...patterns: string[]) =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...patterns], { cwd: root })
    .toString()
    .split("\n")
    .filter(Boolean);

const rows = read("docs/glossary.md")
  .split("\n")
  .filter((line) => /^\| (?!term|---)/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()));
const retired = rows.flatMap(([, , , words = ""]) => words.split(", ").filter(Boolean));

/** Retired for one meaning only; as ordinary English, or for another thing, they stay. */
const ordinary = new Set([
  ...["again", "answer", "asked", "balancer", "called", "fault", "front", "look", "note", "place", "record"],
  ...["rewrite", "set back", "traffic", "want", "whose it is", "word", "in place", "mistake", "one-shot"],
  ...["old images", "shape", "expectation", "obtain", "fate"],
]);
const banned = retired.filter((word) => !ordinary.has(word)).concat("anew", "wishes", "doors", "seats");

/** `nodeWishes` → `node wishes` */
const wordsOf = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();

function* texts(file: string): Generator<string> {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const queue: ts.Node[] = [source];
  for (let node = queue.pop(); node; node = queue.pop()) {
    if (ts.isIdentifier(node)) yield wordsOf(node.text);
    else if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node)
    )
      yield node.text;
    ts.forEachChild(node, (child) => void queue.push(child));
  }
}

/** What `it`, `describe` and `fault` are called with. */
function* titles(file: string): Generator<string> {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const queue: ts.Node[] = [source];
  for (let node = queue.pop(); node; node = queue.pop()) {
    if (ts.isCallExpression(node) && ["it", "describe", "fault"].includes(node.expression.getText()))
      yield node.arguments[0]?.getText() ?? "";
    ts.forEachChild(node, (child) => void queue.push(child));
  }
}

const bannedIn = (text: string, more: readonly string[] = []) =>
  [...banned, ...more].filter((word) => new RegExp(`(?<![\\w-])${word}(?![\\w-])`, "i").test(text));

describe("docs/glossary.md", () => {
  it("gives each term one row", () => {
    const terms = rows.map(([, term]) => term);
    assert.deepEqual(
      terms.filter((term, index) => terms.indexOf(term) !== index),
      [],
    );
    assert.ok(terms.length > 60 && banned.length > 20, `${terms.length}, ${banned.length}`);
  });

  it("keeps retired terms out of names and messages", () => {
    const sources = files("components/**/*.ts", "setup/**/*.ts", "tools/**/*.ts", "*.ts").filter(
      (file) => !/^test\//.test(file),
    );
    const found = sources.flatMap((file) =>
      [...new Set([...texts(file)])].flatMap((text) =>
        bannedIn(text, ["told"]).map((word) => `${file}: ${word}: ${text}`),
      ),
    );
    assert.deepEqual(found, []);
  });

  it("keeps retired terms out of scripts", () => {
    const found = files("components/**/*.sh", "setup/**/*.sh").flatMap((file) =>
      bannedIn(read(file), ["told"]).map((word) => `${file}: ${word}`),
    );
    assert.deepEqual(found, []);
  });

  it("keeps retired terms out of the titles of tests", () => {
    const found = files("test/**/*.spec.ts").flatMap((file) =>
      [...titles(file)].flatMap((title) =>
        bannedIn(title, ["told", "anew"]).map((word) => `${file}: ${word}: ${title}`),
      ),
    );
    assert.deepEqual(found, []);
  });

  it("keeps retired terms out of the docs", () => {
    const pages = files("*.md", "docs/**/*.md", "Pulumi*.yaml").filter((file) => file !== "docs/glossary.md");
    const found = pages.flatMap((file) =>
      read(file)
        .split("\n")
        .flatMap((line, index) =>
          bannedIn(line.replace(/\brepairs\b/g, ""), ["is told", "are told"]).map(
            (word) => `${file}:${index + 1}: ${word}`,
          ),
        ),
    );
    assert.deepEqual(found, []);
  });

  it("is checked in compound names and whole sentences", () => {
    assert.deepEqual(bannedIn(wordsOf("nodeWishes")), ["wishes"]);
    assert.deepEqual(bannedIn("No machine is made anew for a label"), ["anew"]);
  });
});
