import assert from "node:assert/strict";
import { parseSettings } from "../../../../../support/settings.ts";

const origin = { project: "swarm", stack: "prod", root: "/project" };
const written = {
  registry: { address: "registry.example.com", username: "ann", password: "pw" },
  sshKey: "-----BEGIN OPENSSH PRIVATE KEY-----\n…",
};

/** `path: problem` */
function diagnostics(secretKeys?: readonly string[], settings: object = written): string[] {
  const found = parseSettings({ ...settings }, { ...origin, ...(secretKeys && { secretKeys }) }).diagnostics;
  return found.map(({ path, problem }) => `${path}: ${problem}`);
}

describe("a password or a key in clear", () => {
  it("is refused", () => {
    assert.deepEqual(diagnostics([]), [
      "swarm:registry.password: is written in clear",
      "swarm:sshKey: is written in clear",
    ]);
  });

  it("is accepted if Pulumi encrypts it, or if that is unknown", () => {
    assert.deepEqual(diagnostics(["swarm:registry", "swarm:sshKey"]), []);
    assert.deepEqual(diagnostics(), []);
  });

  it("is accepted if it is a path to the key", () => {
    assert.deepEqual(diagnostics([], { sshKey: "~/.ssh/id_ed25519" }), []);
  });
});
