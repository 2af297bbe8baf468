import assert from "node:assert/strict";
import fc from "fast-check";
import { imageTag } from "../../../../../components/images/build/contextHash.ts";

describe("imageTag", () => {
  const hash = "0123456789abcdef";

  it("is the content hash", () => {
    assert.equal(imageTag(hash), hash);
  });

  it("appends the time of the push if tags are immutable", () => {
    const pushed = new Date("2026-11-22T19:08:12.345Z");
    assert.equal(imageTag(hash, pushed), "0123456789abcdef-20261122t190812345z");
  });

  it("differs at another time and is valid in registries", () => {
    const time = fc.date({ min: new Date("2026-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(time, time, (one, other) => {
        assert.equal(imageTag(hash, one) === imageTag(hash, other), one.getTime() === other.getTime());
        assert.match(imageTag(hash, one), /^[a-z0-9-]{1,128}$/);
      }),
    );
  });
});
