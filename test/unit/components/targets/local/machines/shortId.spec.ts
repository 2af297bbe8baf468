import assert from "node:assert/strict";
import { shortId } from "../../../../../../components/targets/local/machines/shortId.ts";

describe("shortId", () => {
  it("is the first twelve digits of a container's id", () => {
    assert.equal(shortId(`21a01538f56d${"19e8".repeat(13)}`), "21a01538f56d");
  });

  it("leaves anything else as it is", () => {
    for (const id of ["", "21a01538f56d", `21a01538f56d${"19e8".repeat(12)}`, "a-container-of-a-test"])
      assert.equal(shortId(id), id);
  });
});
