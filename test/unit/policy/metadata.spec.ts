import assert from "node:assert/strict";
import { metadata } from "../../policy/metadata.ts";

const token = "answers metadata requests without a token; set metadataOptions.httpTokens to required";
const hops = "lets containers ask for metadata; set metadataOptions.httpPutResponseHopLimit to 1";

describe("metadata-by-token", () => {
  it("is mandatory", () => {
    assert.equal(metadata.level, "mandatory");
  });

  for (const type of ["aws:ec2/instance:Instance", "aws:ec2/launchTemplate:LaunchTemplate"]) {
    const diagnostics = (metadataOptions?: unknown) => metadata.faults[type]?.({ metadataOptions });

    it(`requires a token and one hop: ${type}`, () => {
      assert.deepEqual(diagnostics({ httpTokens: "required", httpPutResponseHopLimit: 1 }), []);
      assert.deepEqual(diagnostics({ httpTokens: "optional", httpPutResponseHopLimit: 1 }), [token]);
      assert.deepEqual(diagnostics({ httpTokens: "required", httpPutResponseHopLimit: 2 }), [hops]);
      assert.deepEqual(diagnostics({ httpTokens: "required" }), [hops]);
      assert.deepEqual(diagnostics(), [token, hops]);
    });

    it(`accepts a machine without a metadata service: ${type}`, () => {
      assert.deepEqual(diagnostics({ httpEndpoint: "disabled" }), []);
    });
  }
});
