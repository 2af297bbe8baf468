import assert from "node:assert/strict";
import { immutableSettingsError } from "../../../../components/swarm/immutableSettings.ts";

const born = { addressPool: "10.128.0.0/16", encrypt: false };

describe("immutableSettingsError", () => {
  it("finds none if the settings have not changed", () => {
    assert.equal(immutableSettingsError(born, { ...born }), undefined);
  });

  it("reports each changed setting", () => {
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
