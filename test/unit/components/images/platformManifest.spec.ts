import assert from "node:assert/strict";
import {
  isFor,
  type Manifest,
  manifestFor,
  platformsOf,
  platformText,
} from "../../../../components/images/platformManifest.ts";

const entry = (digest: string, os: string, architecture: string, variant?: string) => ({
  digest,
  platform: { os, architecture, ...(variant ? { variant } : {}) },
});

const index: Manifest = {
  manifests: [
    entry("amd64", "linux", "amd64"),
    entry("windows", "windows", "amd64"),
    entry("armv6", "linux", "arm", "v6"),
    entry("armv7", "linux", "arm", "v7"),
    entry("arm64", "linux", "arm64", "v8"),
    entry("record of a build", "unknown", "unknown"),
    { digest: "of no platform" },
  ],
};

describe("a platform manifest", () => {
  for (const [platform, digest] of Object.entries({
    "linux/amd64": "amd64",
    "linux/arm64": "arm64",
    "linux/arm64/v8": "arm64",
    "linux/arm/v7": "armv7",
    "linux/arm": "armv6",
    "linux/s390x": undefined,
    "unknown/unknown": "record of a build",
  }))
    it(`for ${platform} is ${digest ?? "not there"}`, () =>
      assert.equal(manifestFor(index, platform), digest));

  it("is missing in an empty index", () => assert.equal(manifestFor({}, "linux/amd64"), undefined));

  it("is listed by its platform", () => {
    assert.deepEqual(platformsOf(index), [
      "linux/amd64",
      "linux/arm/v6",
      "linux/arm/v7",
      "linux/arm64/v8",
      "windows/amd64",
    ]);
  });

  it("may describe a single image", () => {
    const image = { os: "linux", architecture: "arm64", variant: "v8" };
    assert.equal(isFor(image, "linux/arm64"), true);
    assert.equal(isFor(image, "linux/amd64"), false);
    assert.equal(platformText(image), "linux/arm64/v8");
  });
});
