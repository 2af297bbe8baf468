import assert from "node:assert/strict";
import { Clone } from "../support/clone.ts";
import { inventory } from "../support/engine.ts";
import { localAddresses } from "../support/localAddresses.ts";

const wrapped = `
import { Stash, secret } from "@pulumi/pulumi";
new Stash("kept", { input: { key: secret("-----BEGIN OPENSSH PRIVATE KEY-----") } });
`;
const leaking = `new Stash("leak", { input: { key: "-----BEGIN OPENSSH PRIVATE KEY-----" } });\n`;

describe("the policy pack", () => {
  const stack = "e2e-policy";
  const before = inventory(stack);
  const clone = new Clone(stack, {
    workers: 1,
    stacks: { example: { file: "example/compose.yaml" } },
    local: localAddresses(stack),
  });

  after(() => {
    clone.remove();
    assert.deepEqual(inventory(stack), before);
  });

  const preview = () => clone.npm("preview", "--policy-pack", "test/policy");

  it("accepts this program, and a key that is a secret", async () => {
    clone.edit("index.ts", (text) => text + wrapped);
    const { code, output } = await preview();
    assert.equal(code, 0, output);
    assert.match(output, /Stash kept/);
    assert.match(output, /✅ swarm@v0\.1\.0 \(local: test\/policy\)\n\n/);
  });

  it("refuses a private key in clear", async () => {
    clone.edit("index.ts", (text) => text + leaking);
    const { code, output } = await preview();
    assert.notEqual(code, 0);
    const found = output.split("\n").filter((line) => /\[(mandatory|advisory)\]/.test(line));
    assert.equal(found.length, 1, output);
    assert.match(found[0] ?? "", /\[mandatory\] +no-secret-in-clear +\(pulumi:index:Stash: leak\)/);
    assert.match(output, /\n +input\.key holds a private key; wrap it with pulumi\.secret\n/);
  });
});
