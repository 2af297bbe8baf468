import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "docs/security.md"), "utf8");
const proof = /`(?<file>test\/[^`]+\.ts)`: "(?<title>[^"]+)"/g;

/** Claims: every point of a list, and every row of a table. */
const claims = page
  .split("\n")
  .filter((line) => line.startsWith("- ") || (line.startsWith("| ") && !/^\| (secret|step) \|/.test(line)));

describe("docs/security.md", () => {
  it("cites a test in each claim", () => {
    const without = claims.filter((line) => [...line.matchAll(proof)].length === 0);
    assert.deepEqual(without, []);
    assert.ok(claims.length > 20);
  });

  it("cites only existing tests, by file and title", () => {
    const missing = [...page.matchAll(proof)].flatMap(({ groups: { file = "", title = "" } = {} }) => {
      const path = join(root, file);
      const text = existsSync(path) ? readFileSync(path, "utf8") : "";
      // By spawn, spawnSync, …: the title of a test that is made for each of them.
      const start = title.replace(/ by spawn$/, " by ");
      const isThere = [`("${title}"`, `(\n    "${title}"`, `(\`${start}`].some((call) => text.includes(call));
      return isThere ? [] : [`${file}: ${title}`];
    });
    assert.deepEqual(missing, []);
  });
});
