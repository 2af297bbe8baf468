import assert from "node:assert/strict";
import { clearPendingOperations } from "../../../../tools/pulumi/pendingOperations.ts";
import { withPulumi } from "../../../support/fakePulumi.ts";

const resource = (name: string, type: string) => ({ urn: `urn:pulumi:shop::swarm::${type}::${name}`, type });
const kept = { version: 3, deployment: { secrets_providers: { type: "passphrase" }, resources: [] } };
const state = {
  ...kept,
  deployment: {
    ...kept.deployment,
    pending_operations: [
      { type: "creating", resource: resource("worker-0", "aws:ec2/instance:Instance") },
      { type: "deleting", resource: resource("worker-1-member", "command:remote:Command") },
    ],
  },
};

/** Answers `stack export` with this, and keeps what `stack import` gets. */
const answering = (written: unknown, onImport = "exit 0") => `case "$2" in
  export) cat <<'STATE'
${JSON.stringify(written)}
STATE
  ;;
  import) cat >"$HOME_OF_FAKE/imported"; ${onImport} ;;
esac`;

describe("clearPendingOperations", () => {
  it("writes the state back without them, and tells them", () => {
    withPulumi(answering(state), (home) => {
      assert.deepEqual(clearPendingOperations("shop"), [
        { type: "creating", resource: resource("worker-0", "aws:ec2/instance:Instance") },
        { type: "deleting", resource: resource("worker-1-member", "command:remote:Command") },
      ]);
      assert.deepEqual(JSON.parse(home.read("imported")), kept);
    });
  });

  it("writes nothing where nothing is pending, or there is no such stack", () => {
    withPulumi(answering(kept, "exit 1"), () => assert.deepEqual(clearPendingOperations("shop"), []));
    withPulumi(`echo "error: no stack named 'shop' found" >&2; exit 6`, () =>
      assert.deepEqual(clearPendingOperations("shop"), []),
    );
  });

  it("changes nothing where the state cannot be read or written", () => {
    withPulumi("echo 'error: ExpiredToken' >&2; exit 255", () =>
      assert.throws(() => clearPendingOperations("shop"), {
        message:
          "the state of stack shop cannot be read: error: ExpiredToken\n  → nothing was changed; fix that, then run npm run unlock again",
      }),
    );
    withPulumi(answering(state, "echo 'error: disk full' >&2; exit 255"), () =>
      assert.throws(() => clearPendingOperations("shop"), {
        message:
          "the state of stack shop cannot be written: error: disk full\n  → nothing was changed; fix that, then run npm run unlock again",
      }),
    );
  });
});
