import assert from "node:assert/strict";
import { immutableImages, scannedImages } from "../../policy/repositories.ts";

const type = "aws:ecr/repository:Repository";

describe("immutable-images", () => {
  it("is mandatory, and refuses a tag that can move", () => {
    assert.equal(immutableImages.level, "mandatory");
    const diagnostics = immutableImages.faults[type];
    const wrong = ["lets a tag move to another image; set imageTagMutability to IMMUTABLE"];
    assert.deepEqual(diagnostics?.({ imageTagMutability: "IMMUTABLE" }), []);
    assert.deepEqual(diagnostics?.({ imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" }), []);
    assert.deepEqual(diagnostics?.({ imageTagMutability: "MUTABLE" }), wrong);
    assert.deepEqual(diagnostics?.({}), wrong);
  });
});

describe("scanned-images", () => {
  it("warns of images that nothing scans", () => {
    assert.equal(scannedImages.level, "advisory");
    const diagnostics = scannedImages.faults[type];
    const wrong = ["does not scan what is pushed; set imageScanningConfiguration.scanOnPush to true"];
    assert.deepEqual(diagnostics?.({ imageScanningConfiguration: { scanOnPush: true } }), []);
    assert.deepEqual(diagnostics?.({ imageScanningConfiguration: { scanOnPush: false } }), wrong);
    assert.deepEqual(diagnostics?.({}), wrong);
  });
});
