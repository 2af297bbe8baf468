import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "docs/reliability.md"), "utf8");
const specs = readdirSync(join(root, "test/faults")).flatMap((name) =>
  name.endsWith(".spec.ts") ? [name.slice(0, -".spec.ts".length)] : [],
);
const parts = [...page.matchAll(/<!-- faults: (\S+) -->(.*?)<!-- end -->/gs)];

describe("docs/reliability.md", () => {
  it("has a section for each spec of test/faults, and no other", () => {
    assert.deepEqual(parts.map(([, group]) => group).sort(), specs.sort());
  });

  it("has tables as npm run test:faults -- --write writes them, or says that there are none", () => {
    for (const [, group = "", text = ""] of parts) {
      const lines = text.split("\n").filter(Boolean);
      if (lines.join("\n") === "Not run with this version.") continue;
      assert.match(String(lines[0]), /^Run on \d{4}-\d{2}-\d{2}\.$/, group);
      assert.deepEqual(lines.slice(1, 3), ["| fault | expected | seen | seconds |", "|---|---|---|---|"]);
      assert.ok(lines.length > 3, group);
      for (const line of lines.slice(3)) assert.match(line, /^\| .+ \| .+ \| .+ \| \d+\.\d of \d+ \|$/);
    }
  });
});
