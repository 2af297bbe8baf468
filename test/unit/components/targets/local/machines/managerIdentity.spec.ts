import assert from "node:assert/strict";
import { managerAddress } from "../../../../../../components/targets/local/machines/managerIdentity.ts";

describe("managerAddress", () => {
  it("starts at address number 10, in the lower half", () => {
    assert.equal(managerAddress("172.31.0.0/24", 0), "172.31.0.10");
    assert.equal(managerAddress("172.31.0.0/24", 6), "172.31.0.16");
    assert.equal(managerAddress("10.200.4.64/26", 6), "10.200.4.80");
  });
});
