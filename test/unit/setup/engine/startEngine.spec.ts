import assert from "node:assert/strict";
import { missingCapabilities } from "../../../../setup/engine/startEngine.ts";

describe("missingCapabilities", () => {
  for (const [bounding, last, missing] of [
    ["000001ffffffffff", "40\n", []],
    ["000001fffeffffff", "40\n", [24]],
    ["00000000a80425fb", "15\n", [2, 9, 11, 12, 14, 15]],
    ["0000003fffffffff", "40\n", [38, 39, 40]],
  ] as const)
    it(`CapBnd ${bounding}, last ${last.trim()}`, () => {
      assert.deepEqual(missingCapabilities(`CapEff:\t0\nCapBnd:\t${bounding}\nCapAmb:\t0\n`, last), missing);
    });
});
