import assert from "node:assert/strict";
import { IgnoreRules, type Matches } from "../../../../../components/images/build/ignoreRules.ts";

/** Whether a path is ignored, asked for as the walk does: the directories above it first. */
function ignores(text: string, path: string): boolean {
  const rules = new IgnoreRules(text);
  let above: Matches = [];
  let ignored = false;
  const args = path.split("/");
  for (const index of args.keys()) {
    const look = rules.match(args.slice(0, index + 1).join("/"), above);
    above = look.matches;
    ignored = look.ignored;
  }
  return ignored;
}

describe("a .dockerignore file", () => {
  const cases: [text: string, ignored: string[], kept: string[]][] = [
    ["", [], ["a", "a/b"]],
    ["\ufeffa", ["a"], []],
    ["a\r\nb\r\n", ["a", "b"], []],
    ["# a\n #b", ["#b"], ["a", "# a"]],
    ["  a  ", ["a"], []],
    ["/a", ["a"], []],
    ["./a//b/../c/", ["a/c", "a/c/d"], ["a/b", "a"]],
    ["A", ["A"], ["a"]],
    ["a", ["a", "a/b/c"], ["b/a", "ab"]],
    ["*", ["a", "a/b", ".a"], []],
    ["*/*.js", ["a/b.js"], ["b.js", "a/b/c.js", "a/bjs"]],
    ["**/b", ["b", "a/b", "a/a/b/c"], ["ab", "a/cb"]],
    ["**log", ["catalog", "a/catalog"], ["logs"]],
    ["a/**", ["a/b", "a/b/c"], ["a", "ab"]],
    ["a/**/c", ["a/c", "a/b/b/c"], ["a/bc"]],
    ["**", ["a", "a/b"], []],
    ["?.js", ["a.js"], ["ab.js", "/.js"]],
    ["[ab].js", ["a.js"], ["c.js"]],
    ["[^ab].js", ["c.js"], ["a.js"]],
    ["\\*", ["*"], ["a"]],
    ["c++", ["c++"], ["c", "cc"]],
    ["a(b){1}|$", ["a(b){1}|$"], ["ab"]],
    ["*(b)$.js", ["a(b)$.js"], ["ab.js", "a(b)$xjs"]],
    ["/ a", ["a"], [" a"]],
    ["*\n/!a", ["b"], ["a"]],
    ["*.md\n!README.md", ["a.md"], ["README.md"]],
    ["!README.md\n*.md", ["a.md", "README.md"], []],
    ["a\n!a/b\na/b/c", ["a/x", "a/b/c", "a/b/c/d"], ["a/b", "a/b/d"]],
    ["! a\nb", ["b"], ["a"]],
    ["**\n!**/keep", ["a", "a/b"], ["keep", "a/keep", "a/keep/b"]],
  ];
  for (const [text, ignored, kept] of cases)
    it(JSON.stringify(text), () => {
      assert.deepEqual(
        [...ignored, ...kept].filter((path) => ignores(text, path)),
        ignored,
      );
    });

  it("refuses a line that names nothing and an invalid pattern", () => {
    assert.throws(() => new IgnoreRules("a\n!"), { message: '"!" names nothing' });
    assert.throws(() => new IgnoreRules("!/"), { message: '"!/" names nothing' });
    assert.throws(() => new IgnoreRules("[a"), { message: '"[a" is not a pattern' });
  });
});

describe("an ignored directory", () => {
  const looked = (text: string, directory: string) => new IgnoreRules(text).bringsBackBelow(directory);

  it("is skipped if no rule can re-include anything below it", () => {
    assert.equal(looked("node_modules", "node_modules"), false);
    assert.equal(looked("node_modules\n!src", "node_modules"), false);
    assert.equal(looked("a\n!ab/c", "a"), false);
  });

  it("is scanned if a rule may re-include something below it", () => {
    assert.equal(looked("a\n!a/b", "a"), true);
    assert.equal(looked("a\n!a/b/c", "a/b"), true);
    assert.equal(looked("a\n!a/b/**", "a"), true);
    assert.equal(looked("node_modules\n!**/*.md", "node_modules"), true);
  });
});
