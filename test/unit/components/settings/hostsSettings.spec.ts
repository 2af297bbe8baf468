import assert from "node:assert/strict";
import { parseSettings } from "../../../../components/settings/settingsReader.ts";

const origin = { project: "swarm", stack: "prod", root: "/project" };
const written = {
  registry: { address: "registry.example.com", username: "ann", password: "pw" },
  sshKey: "-----BEGIN OPENSSH PRIVATE KEY-----\n…",
};

/** `path: problem` */
function faults(secretKeys?: readonly string[], settings: object = written): string[] {
  const found = parseSettings({ ...settings }, { ...origin, ...(secretKeys && { secretKeys }) }).faults;
  return found.map(({ path, problem }) => `${path}: ${problem}`);
}

describe("a password or a key in clear", () => {
  it("is a fault", () => {
    assert.deepEqual(faults([]), [
      "swarm:registry.password: is written in clear",
      "swarm:sshKey: is written in clear",
    ]);
  });

  it("is none where Pulumi keeps it encrypted, or nobody can tell", () => {
    assert.deepEqual(faults(["swarm:registry", "swarm:sshKey"]), []);
    assert.deepEqual(faults(), []);
  });

  it("is none where the key is named by its path", () => {
    assert.deepEqual(faults([], { sshKey: "~/.ssh/id_ed25519" }), []);
  });
});
