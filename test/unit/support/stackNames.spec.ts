import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { localAddresses } from "../../support/localAddresses.ts";

const root = join(import.meta.dirname, "../../..");

/** What each end-to-end test says in its own text, by spec. */
function inSpecs(pattern: RegExp): string[] {
  return globSync("test/e2e/*.spec.ts", { cwd: root }).flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return [...new Set([...text.matchAll(pattern)].map(([, found = ""]) => found))];
  });
}

describe("end-to-end tests, which run in parallel,", () => {
  it("each have their own stack", () => {
    const names = inSpecs(/const stack = "([^"]+)"/g);
    assert.ok(names.length > 15, names.join());
    assert.deepEqual(names, [...new Set(names)]);
  });

  it("each have their own ports and addresses", () => {
    const own = [...inSpecs(/\b(18\d{3})\b/g), ...inSpecs(/\b(172\.31\.\d+)\.0\/24/g)];
    assert.deepEqual(own, [...new Set(own)]);
    const local = localAddresses("secrets");
    assert.deepEqual(local, { port: 18280, firstPort: 18290, subnet: "172.31.74.0/24" });
    assert.ok(own.every((port) => port.includes(".") || Number(port) >= 18600));
  });

  it("need an entry in the list of stacks", () => {
    assert.throws(() => localAddresses("unknown"), /unknown is in the list of stacks/);
  });
});
