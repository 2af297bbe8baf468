import assert from "node:assert/strict";
import { maskedSettings } from "../../../../components/settings/secretSettings.ts";
import { storedSettings } from "../../../../components/settings/storedSettings.ts";
import { withinASecond } from "../../../support/processorTime.ts";
import { workspaceWith } from "../../../support/workspace.ts";

const secure = { secure: "v1:abc:def" };
const secretKeys = ["swarm:stacks"];

function stacksWith(
  stored: unknown,
  stacks: unknown = { shop: { file: "a.yaml", env: { A: "1", B: "two" } } },
) {
  return maskedSettings({ stacks }, { secretKeys, stored }).stacks;
}

describe("maskedSettings", () => {
  it("masks the variables that the stack's file encrypts", () => {
    const stored = { "swarm:stacks": { shop: { file: "a.yaml", env: { A: 1, B: secure } } } };
    assert.deepEqual(stacksWith(stored), { shop: { file: "a.yaml", env: { A: "1", B: "[secret]" } } });
  });

  it("masks all variables if the file does not match", () => {
    const masked = { shop: { file: "a.yaml", env: { A: "[secret]", B: "[secret]" } } };
    for (const stored of [undefined, {}, { "swarm:stacks": secure }, { "swarm:stacks": { shop: secure } }])
      assert.deepEqual(stacksWith(stored), masked);
    const other = { "swarm:stacks": { shop: { env: { A: 2, B: { deep: "two" } } } } };
    assert.deepEqual(stacksWith(other), masked);
  });

  it("masks a stack's other encrypted values and shows the rest", () => {
    const stacks = { shop: { files: ["a.yaml", "b.yaml"], timeout: "hush" } };
    const stored = { "swarm:stacks": { shop: { files: ["a.yaml", secure], timeout: secure } } };
    assert.deepEqual(stacksWith(stored, stacks), {
      shop: { files: ["a.yaml", "[secret]"], timeout: "[secret]" },
    });
    assert.deepEqual(stacksWith({}, stacks), stacks);
    assert.equal(stacksWith({}, "hush"), "[secret]");
  });

  it("masks other settings that hold a secret and leaves those without", () => {
    const written = { workers: "hush", managers: "3", images: { keep: 3, sources: { "ghcr.io": "hush" } } };
    const stored = { "swarm:workers": secure, "swarm:images": { keep: 3, sources: { "ghcr.io": secure } } };
    assert.deepEqual(maskedSettings(written, { secretKeys: ["swarm:workers", "swarm:images"], stored }), {
      workers: "[secret]",
      managers: "3",
      images: { keep: 3, sources: { "ghcr.io": "[secret]" } },
    });
  });
});

describe("maskedSettings at any depth", () => {
  const nested = (depth: number) => JSON.parse(`${"[".repeat(depth)}"a"${"]".repeat(depth)}`);

  it("masks a setting that is too deep as a whole", () => {
    const { stacks } = maskedSettings({ stacks: nested(50_000) }, { secretKeys, stored: nested(50_000) });
    assert.ok(JSON.stringify(stacks).includes('["[secret]"]'));
  });

  it("masks value by value up to that depth", () => {
    const { stacks } = maskedSettings(
      { stacks: nested(40) },
      { secretKeys, stored: { "swarm:stacks": nested(40) } },
    );
    assert.deepEqual(stacks, nested(40));
  });
});

describe("storedSettings", () => {
  it("returns the config block of the stack's file", () => {
    const files = { "Pulumi.dev.yaml": "config:\n  swarm:workers: 3\n" };
    assert.deepEqual(storedSettings("dev", workspaceWith(files)), { "swarm:workers": 3 });
  });

  it("returns undefined without the file, or if it is invalid YAML", () => {
    assert.equal(storedSettings("dev", workspaceWith({})), undefined);
    assert.equal(storedSettings("dev", workspaceWith({ "Pulumi.dev.yaml": "a: [" })), undefined);
  });

  it("returns undefined if the file is too deep, or too large with its aliases", () => {
    const deep = `config: ${"[".repeat(50_000)}`;
    const large = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join("");
    for (const text of [deep, `a0: &a0 x\n${large}config: *a30\n`])
      withinASecond(() =>
        assert.equal(storedSettings("dev", workspaceWith({ "Pulumi.dev.yaml": text })), undefined),
      );
  });
});
