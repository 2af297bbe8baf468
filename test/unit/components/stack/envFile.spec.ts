// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import { Place } from "../../../../components/input/place.ts";
import { parseEnvFile } from "../../../../components/stack/envFile.ts";

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

describe("a file of variables", () => {
  it("is read as docker compose reads it", () => {
    const place = Place.top(".env: ");
    const variables = parseEnvFile(text, (name) => (name === "NAME" ? "ada" : undefined), place);
    assert.deepEqual(place.faults, []);
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

  it("has faults by their line", () => {
    const place = Place.top(".env: ");
    assert.deepEqual(
      parseEnvFile("A=1\nB\nC='x\nD=$E\n", () => undefined, place),
      { A: "1" },
    );
    assert.deepEqual(
      place.faults.map(({ path, problem }) => `${path}: ${problem}`),
      [
        ".env:2: is no line like NAME=value",
        ".env:3: has a quote that is not closed on its line",
        ".env:4: uses the variable E, which is not set",
      ],
    );
  });
});
