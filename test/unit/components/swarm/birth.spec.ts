import assert from "node:assert/strict";
import { birthFault } from "../../../../components/swarm/birth.ts";

const born = { addressPool: "10.128.0.0/16", encrypt: false };

describe("birthFault", () => {
  it("is none where the settings are as they were", () => {
    assert.equal(birthFault(born, { ...born }), undefined);
  });

  it("tells each setting that a swarm keeps from its birth", () => {
    assert.equal(
      birthFault(born, { addressPool: "10.192.0.0/16", encrypt: true }),
      [
        "swarm:addressPool: is 10.192.0.0/16, but this swarm was made with 10.128.0.0/16, and its networks cannot change",
        "  → set it back to 10.128.0.0/16, or make the swarm anew: npm run destroy, then npm run up",
        "swarm:encrypt: is true, but this swarm was made with false, and its networks cannot change",
        "  → set it back to false, or make the swarm anew: npm run destroy, then npm run up",
      ].join("\n"),
    );
  });
});
