import assert from "node:assert/strict";
import { targetHints } from "../../../../../tools/report/failure/targetHints.ts";

/** What upstream's provider says in its configuration. */
const refused = "could not configure provider: AWS account ID not allowed: 999999999999";
const error = (message: string) => ({ diagnosticEvent: { message, severity: "error" } });
const provider = (allowedAccountIds: unknown) => [
  { type: "pulumi:providers:aws", inputs: { region: "eu-central-1", allowedAccountIds } },
];
const hint =
  "stack prod is in the AWS account 123456789012, but the credentials are of account 999999999999\n  → nothing was changed. Use credentials of that account: export AWS_PROFILE=…";

describe("targetHints", () => {
  it("names both accounts when the provider refuses the credentials, once", () => {
    const recorded = () => provider('["123456789012"]');
    assert.deepEqual(targetHints([error(refused), error(refused)], "prod", recorded), [hint]);
    assert.deepEqual(
      targetHints([error(refused)], "prod", () => provider(["123456789012"])),
      [hint],
    );
  });

  it("says nothing without a recorded account", () => {
    assert.deepEqual(
      targetHints([error(refused)], "prod", () => provider(undefined)),
      [],
    );
    assert.deepEqual(
      targetHints([error(refused)], "prod", () => []),
      [],
    );
  });

  it("reads no state for other errors", () => {
    const recorded = () => assert.fail("read the state");
    assert.deepEqual(
      targetHints(
        [error("timeout"), { diagnosticEvent: { message: refused, severity: "info" } }],
        "prod",
        recorded,
      ),
      [],
    );
  });
});
