import assert from "node:assert/strict";
import { maskedSettings } from "../../../../components/settings/secretSettings.ts";
import { storedSettings } from "../../../../components/settings/storedSettings.ts";
import { surroundingsWith } from "../../../support/surroundings.ts";

const secure = { secure: "v1:abc:def" };
const secretKeys = ["swarm:stacks"];

function stacksWith(
  stored: unknown,
  stacks: unknown = { shop: { file: "a.yaml", env: { A: "1", B: "two" } } },
) {
  return maskedSettings({ stacks }, { secretKeys, stored }).stacks;
}

describe("maskedSettings", () => {
  it("masks the variables that are encrypted in the stack's file", () => {
    const stored = { "swarm:stacks": { shop: { file: "a.yaml", env: { A: 1, B: secure } } } };
    assert.deepEqual(stacksWith(stored), { shop: { file: "a.yaml", env: { A: "1", B: "[secret]" } } });
  });

  it("masks all variables where the file tells nothing, or something else", () => {
    const masked = { shop: { file: "a.yaml", env: { A: "[secret]", B: "[secret]" } } };
    for (const stored of [undefined, {}, { "swarm:stacks": secure }, { "swarm:stacks": { shop: secure } }])
      assert.deepEqual(stacksWith(stored), masked);
    const other = { "swarm:stacks": { shop: { env: { A: 2, B: { deep: "two" } } } } };
    assert.deepEqual(stacksWith(other), masked);
  });

  it("masks what else of a stack is encrypted, and shows the rest of it", () => {
    const stacks = { shop: { files: ["a.yaml", "b.yaml"], timeout: "hush" } };
    const stored = { "swarm:stacks": { shop: { files: ["a.yaml", secure], timeout: secure } } };
    assert.deepEqual(stacksWith(stored, stacks), {
      shop: { files: ["a.yaml", "[secret]"], timeout: "[secret]" },
    });
    assert.deepEqual(stacksWith({}, stacks), stacks);
    assert.equal(stacksWith({}, "hush"), "[secret]");
  });

  it("masks other settings that hold a secret, and leaves those that hold none", () => {
    const written = { workers: "hush", managers: "3", images: { keep: 3, sources: { "ghcr.io": "hush" } } };
    const stored = { "swarm:workers": secure, "swarm:images": { keep: 3, sources: { "ghcr.io": secure } } };
    assert.deepEqual(maskedSettings(written, { secretKeys: ["swarm:workers", "swarm:images"], stored }), {
      workers: "[secret]",
      managers: "3",
      images: { keep: 3, sources: { "ghcr.io": "[secret]" } },
    });
  });
});

describe("storedSettings", () => {
  it("are the block config of the stack's file", () => {
    const files = { "Pulumi.dev.yaml": "config:\n  swarm:workers: 3\n" };
    assert.deepEqual(storedSettings("dev", surroundingsWith(files)), { "swarm:workers": 3 });
  });

  it("are unknown without the file, or where it is none of YAML", () => {
    assert.equal(storedSettings("dev", surroundingsWith({})), undefined);
    assert.equal(storedSettings("dev", surroundingsWith({ "Pulumi.dev.yaml": "a: [" })), undefined);
  });
});
