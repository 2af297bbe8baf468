import assert from "node:assert/strict";
import { deployedCluster } from "../../../../tools/pulumi/deployedCluster.ts";
import {
  clearPendingOperations,
  plain,
  readState,
  resourcesOf,
  writeState,
} from "../../../../tools/pulumi/state.ts";
import { withPulumi } from "../../../support/fakePulumi.ts";

const state = {
  deployment: {
    resources: [
      { urn: "urn:a", type: "t:m:A" },
      { urn: "urn:b", type: "t:m:B" },
    ],
  },
};
const noStack = `echo "error: no stack named 'shop' found" >&2; exit 6`;

describe("readState", () => {
  it("exports the state, with secrets only if the caller needs them", () => {
    const script = `echo "$*" >>"$HOME_OF_FAKE/calls"; echo '${JSON.stringify(state)}'`;
    withPulumi(script, (home) => {
      assert.deepEqual(readState("shop"), state);
      assert.deepEqual(readState("shop", { showSecrets: true }), state);
      assert.equal(
        home.read("calls"),
        "stack export --stack shop\nstack export --show-secrets --stack shop\n",
      );
    });
  });

  it("returns undefined if the stack does not exist", () => {
    withPulumi(noStack, () => assert.equal(readState("shop"), undefined));
  });

  it("fails if the state cannot be read", () => {
    withPulumi("echo 'error: incorrect passphrase' >&2; exit 255", () =>
      assert.throws(() => readState("shop", { again: "npm run unlock" }), {
        message:
          "the state of stack shop cannot be read: error: incorrect passphrase\n  → nothing was changed; fix that, then run npm run unlock again",
      }),
    );
    withPulumi("exit 1", () =>
      assert.throws(() => readState("shop"), {
        message:
          "the state of stack shop cannot be read: pulumi ended with 1\n  → nothing was changed; fix that, then run the command again",
      }),
    );
  });
});

describe("writeState", () => {
  it("imports the state over standard input", () => {
    withPulumi(`echo "$*" >"$HOME_OF_FAKE/call"; cat >"$HOME_OF_FAKE/input"`, (home) => {
      writeState("shop", state, "npm run unlock");
      assert.equal(home.read("call"), "stack import --stack shop\n");
      assert.deepEqual(JSON.parse(home.read("input")), state);
    });
  });
});

describe("deployedCluster", () => {
  it("refuses a missing stack, or one without a swarm", () => {
    for (const script of [noStack, `echo '${JSON.stringify(state)}'`])
      withPulumi(script, () =>
        assert.throws(() => deployedCluster("shop"), {
          message: "stack shop has no swarm\n  → npm start makes one",
        }),
      );
  });
});

describe("a state", () => {
  it("lists its resources, all or those of a type", () => {
    assert.deepEqual(resourcesOf(state), state.deployment.resources);
    assert.deepEqual(resourcesOf(state, "t:m:B"), [{ urn: "urn:b", type: "t:m:B" }]);
    assert.deepEqual(resourcesOf({ deployment: {} }), []);
  });

  it("holds secrets as JSON text, which can be nested", () => {
    assert.deepEqual(plain({ a: { plaintext: '{"b": {"plaintext": "1"}}' }, c: [2] }), {
      a: { b: 1 },
      c: [2],
    });
  });
});

const resource = (name: string, type: string) => ({ urn: `urn:pulumi:shop::swarm::${type}::${name}`, type });
const kept = { version: 3, deployment: { secrets_providers: { type: "passphrase" }, resources: [] } };
const interrupted = {
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
  it("writes the state back without them, and returns them", () => {
    withPulumi(answering(interrupted), (home) => {
      assert.deepEqual(clearPendingOperations("shop"), [
        { type: "creating", resource: resource("worker-0", "aws:ec2/instance:Instance") },
        { type: "deleting", resource: resource("worker-1-member", "command:remote:Command") },
      ]);
      assert.deepEqual(JSON.parse(home.read("imported")), kept);
    });
  });

  it("writes nothing if nothing is pending, or if the stack does not exist", () => {
    withPulumi(answering(kept, "exit 1"), () => assert.deepEqual(clearPendingOperations("shop"), []));
    withPulumi(`echo "error: no stack named 'shop' found" >&2; exit 6`, () =>
      assert.deepEqual(clearPendingOperations("shop"), []),
    );
  });

  it("changes nothing if it cannot read or write the state", () => {
    withPulumi("echo 'error: ExpiredToken' >&2; exit 255", () =>
      assert.throws(() => clearPendingOperations("shop"), {
        message:
          "the state of stack shop cannot be read: error: ExpiredToken\n  → nothing was changed; fix that, then run npm run unlock again",
      }),
    );
    withPulumi(answering(interrupted, "echo 'error: disk full' >&2; exit 255"), () =>
      assert.throws(() => clearPendingOperations("shop"), {
        message:
          "the state of stack shop cannot be written: error: disk full\n  → nothing was changed; fix that, then run npm run unlock again",
      }),
    );
  });
});
