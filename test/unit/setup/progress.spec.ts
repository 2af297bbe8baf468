import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { showProgress } from "../../../setup/progress.mjs";

describe("showProgress", () => {
  it("prints a line now and then without a terminal", async () => {
    const lines: string[] = [];
    const progress = showProgress("[1/8] Pulumi CLI", {
      stream: { write: (text) => lines.push(text) },
      every: 20,
    });
    progress.note(" 12 packages compiled \n");
    await sleep(50);
    progress.done();
    await sleep(50);
    assert.deepEqual(lines.slice(0, 2), [
      "[1/8] Pulumi CLI …\n",
      "[1/8] Pulumi CLI … 0 s  12 packages compiled\n",
    ]);
    assert.equal(lines.at(-1), "[1/8] Pulumi CLI: done after 0 s\n");
  });

  it("uses one line of a terminal", async () => {
    const writes: string[] = [];
    const stream = { isTTY: true, columns: 20, write: (text: string) => writes.push(text) };
    const progress = showProgress("[1/8] Pulumi CLI", { stream, every: 20 });
    progress.note("a very long detail");
    await sleep(30);
    progress.failed();
    assert.equal(writes[0], "[1/8] Pulumi CLI");
    assert.equal(writes[1], "\r\x1b[K[1/8] Pulumi CLI … ");
    assert.equal(writes.at(-1), "\r\x1b[K[1/8] Pulumi CLI: failed after 0 s\n");
  });
});
