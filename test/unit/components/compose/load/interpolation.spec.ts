// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import fc from "fast-check";
import { interpolate, interpolateText } from "../../../../../components/compose/load/interpolation.ts";
import { DiagnosticPath } from "../../../../../components/input/diagnosticPath.ts";

const variables: Readonly<Record<string, string>> = { NAME: "ada", EMPTY: "", PRICE: "$5", _x9: "low" };
const lookup = (name: string) => variables[name];

describe("interpolation", () => {
  const texts: readonly (readonly [text: string, result: string])[] = [
    ["plain", "plain"],
    ["$NAME", "ada"],
    ["${NAME}", "ada"],
    ["<${NAME}> and <$_x9>", "<ada> and <low>"],
    ["$NAME.txt", "ada.txt"],
    ["${EMPTY}", ""],
    ["$$NAME", "$NAME"],
    ["$${NAME}", "${NAME}"],
    ["$$$NAME", "$ada"],
    ["${PRICE}", "$5"],
    ["${EMPTY:-x}", "x"],
    ["${EMPTY-x}", ""],
    ["${GONE:-x}", "x"],
    ["${GONE-x}", "x"],
    ["${NAME:-x}", "ada"],
    ["${GONE:-}", ""],
    ["${GONE:-a-b:c}", "a-b:c"],
    ["${GONE:-${NAME}}", "ada"],
    ["${GONE:-${ALSO:-$NAME}!}?", "ada!?"],
    ["${NAME:-${GONE}}", "ada"],
    ["${NAME:+x}", "x"],
    ["${EMPTY:+x}", ""],
    ["${EMPTY+x}", "x"],
    ["${GONE+x}", ""],
    ["${GONE:+$ALSO}", ""],
    ["${NAME:?why}", "ada"],
    ["${EMPTY?why}", ""],
    ["{{.Node.Hostname}}", "{{.Node.Hostname}}"],
  ];
  for (const [text, result] of texts)
    it(`${text} is ${JSON.stringify(result)}`, () => {
      const path = DiagnosticPath.top("x: ");
      assert.equal(interpolateText(text, lookup, path), result);
      assert.deepEqual(path.diagnostics, []);
    });

  it("fills in texts at any depth and leaves keys and other values unchanged", () => {
    const path = DiagnosticPath.top("x: ");
    const document = { $NAME: ["$NAME", 5, true, null, { deep: "${NAME}" }] };
    assert.deepEqual(interpolate(document, lookup, path), {
      $NAME: ["ada", 5, true, null, { deep: "ada" }],
    });
  });

  it("warns once about each unset variable of a text", () => {
    const where = DiagnosticPath.top("x: ");
    assert.equal(interpolateText("$ONE ${TWO:-$TWO} ${ONE}!", lookup, where.at("a")), "  !");
    assert.deepEqual(where.diagnostics, []);
    assert.deepEqual(
      where.warnings.map(({ path, problem: said, hint }) => `${path}: ${said} → ${hint}`),
      ["ONE", "TWO"].map(
        (name) =>
          `x: a: uses the variable ${name}, which is not set and counts as empty → set ${name} in the stack's env, or give it a default: \${${name}:-}`,
      ),
    );
  });

  it("refuses a text that requires an unset variable, with its reason filled in", () => {
    const where = DiagnosticPath.top("x: ");
    assert.equal(interpolateText("$ONE ${THREE?ask $NAME}", lookup, where.at("a")), undefined);
    assert.deepEqual(where.warnings, []);
    assert.deepEqual(
      where.diagnostics.map(({ path, problem }) => `${path}: ${problem}`),
      ["x: a: needs the variable THREE, which is not set: ask ada"],
    );
  });

  it("returns any text whose dollars are doubled", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const path = DiagnosticPath.top("x: ");
        return interpolateText(text.replaceAll("$", "$$$$"), lookup, path) === text;
      }),
    );
  });
});
