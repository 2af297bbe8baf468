import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { canWatchMemory, MemoryWatch, parseStat, total } from "../../../bench/memoryWatch.ts";

describe("MemoryWatch", () => {
  it("reads the session of a process with blanks and brackets in its name", () => {
    assert.deepEqual(parseStat("4242 (a (strange) name) S 1 4000 3999 0 -1"), { session: 3999 });
    assert.equal(parseStat(""), undefined);
  });

  it("measures the peak of the whole session", async function () {
    if (!canWatchMemory()) return this.skip();
    const hold = `const held = Buffer.alloc(80 << 20, 1); setTimeout(() => console.log(held.length), 900)`;
    const child = spawn("sh", ["-c", `'${process.execPath}' -e '${hold}'; sleep 0.3`], {
      detached: true,
      stdio: "ignore",
    });
    const watch = new MemoryWatch();
    watch.begin(child.pid ?? 0);
    await new Promise((resolve) => child.once("exit", resolve));
    watch.end();
    const { highest } = watch;
    assert.ok(total(highest) > 80 && total(highest) < 400, JSON.stringify(highest));
    assert.ok((highest.node ?? 0) > 80, JSON.stringify(highest));
  });
});
