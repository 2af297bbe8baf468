// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import { parseEnvFile, parseRawEnvFile } from "../../../../../components/compose/load/envFile.ts";
import { DiagnosticPath } from "../../../../../components/input/diagnosticPath.ts";

const text = `
# comment
PLAIN=one two   # comment
export EXPORTED=yes
EMPTY=
HASH=a#b
SINGLE='$NAME "x" # no comment' # comment
DOUBLE="line\\none \\"quoted\\" $NAME" # comment
CHAIN=\${PLAIN}!
DEFAULT=\${GONE:-d}
 SPACED = v \r
WITH=a=b
`;

const several = `\uFEFFKEY="-----BEGIN-----
  a b
-----END-----" # comment
GIVEN
ABSENT
YAML: 5
DOLLAR="\\$NAME \\\\ $$" # comment
IT='it\\'s'
NAME=own
AFTER=$NAME
COLON=$LATE
LATE=x\r
# the end`;

describe("an env file", () => {
  it("is parsed as docker compose parses it", () => {
    const path = DiagnosticPath.top(".env: ");
    const variables = parseEnvFile(text, (name) => (name === "NAME" ? "ada" : undefined), path);
    assert.deepEqual(path.diagnostics, []);
    assert.deepEqual(variables, {
      PLAIN: "one two",
      EXPORTED: "yes",
      EMPTY: "",
      HASH: "a#b",
      SINGLE: '$NAME "x" # no comment',
      DOUBLE: 'line\none "quoted" ada',
      CHAIN: "one two!",
      DEFAULT: "d",
      SPACED: "v",
      WITH: "a=b",
    });
  });

  it("may have multi-line values and names that inherit a value", () => {
    const where = DiagnosticPath.top(".env: ");
    const set: Readonly<Record<string, string>> = { NAME: "ada", GIVEN: "set" };
    const variables = parseEnvFile(several, (name) => set[name], where);
    assert.deepEqual(where.diagnostics, []);
    assert.deepEqual(variables, {
      KEY: "-----BEGIN-----\n  a b\n-----END-----",
      GIVEN: "set",
      YAML: "5",
      DOLLAR: "$NAME \\ $",
      IT: "it's",
      NAME: "own",
      AFTER: "ada",
      COLON: "",
      LATE: "x",
    });
    assert.deepEqual(
      where.warnings.map(({ path, problem: said }) => `${path}: ${said}`),
      [".env:11: uses the variable LATE, which is not set and counts as empty"],
    );
  });

  it("may be raw", () => {
    const path = DiagnosticPath.top(".env: ");
    const variables = parseRawEnvFile(
      " A='$B' # c\r\n#x\n\nB=\nGIVEN\nABSENT\nC=d=e ",
      (name) => (name === "GIVEN" ? "set" : undefined),
      path,
    );
    assert.deepEqual(path.diagnostics, []);
    assert.deepEqual(variables, { A: "'$B' # c", B: "", GIVEN: "set", C: "d=e " });
  });

  it("has diagnostics that name the line", () => {
    const where = DiagnosticPath.top(".env: ");
    assert.deepEqual(
      parseEnvFile("A=1\nB C\nC='x\nD=$E\n", () => undefined, where),
      { A: "1", D: "" },
    );
    assert.deepEqual(
      where.diagnostics.map(({ path, problem }) => `${path}: ${problem}`),
      [
        ".env:2: is not a line like NAME=value",
        ".env:3: gives C a quote that is not closed, or text after it",
      ],
    );
  });
});
