import assert from "node:assert/strict";
import { immutableSettingsError } from "../../../../components/swarm/immutableSettings.ts";

const born = { addressPool: "10.128.0.0/16", encrypt: false };

describe("birthFault", () => {
  it("is none where the settings are as they were", () => {
    assert.equal(immutableSettingsError(born, { ...born }), undefined);
  });

  it("tells each setting that a swarm keeps from its birth", () => {
    assert.equal(
      immutableSettingsError(born, { addressPool: "10.192.0.0/16", encrypt: true }),
      [
        "swarm:addressPool: is 10.192.0.0/16, but this swarm was made with 10.128.0.0/16, and its networks cannot change",
        "  → set it back to 10.128.0.0/16, or recreate the swarm: npm run destroy, then npm run up",
        "swarm:encrypt: is true, but this swarm was made with false, and its networks cannot change",
        "  → set it back to false, or recreate the swarm: npm run destroy, then npm run up",
      ].join("\n"),
    );
  });
});
