import assert from "node:assert/strict";
import { printable } from "../../../../components/input/printable.ts";

describe("printable", () => {
  const texts: Readonly<Record<string, string>> = {
    "a text, “quoted”, größe, 日本": "a text, “quoted”, größe, 日本",
    "a\u001b[2Jb\u0007": "a\\u001b[2Jb\\u0007",
    "a\nb\tc\0": "a\\u000ab\\u0009c\\u0000",
    "right\u202eleft\u200b": "right\\u202eleft\\u200b",
    "lone\ud800": "lone\\ud800",
    "\u{e0041}": "\\udb40\\udc41",
  };
  for (const [text, shown] of Object.entries(texts))
    it(`shows ${JSON.stringify(text)}`, () => assert.equal(printable(text), shown));

  it("shortens the middle of a long text", () => {
    const long = `${"a".repeat(400)}${"b".repeat(1_000_000)}${"c".repeat(400)}`;
    assert.equal(printable(long), `${"a".repeat(300)} … ${"c".repeat(300)}`);
    assert.equal(printable("a".repeat(600)), "a".repeat(600));
  });
});
