import assert from "node:assert/strict";
import { addressIn, poolConnection, poolOf } from "../../../../tools/cluster/poolNodes.ts";

const pools = [
  { name: "web", hostKey: "ssh-ed25519 AAAA" },
  { name: "web-i", hostKey: "ssh-ed25519 BBBB" },
];
const endpoint = (host: string) => ({ host, port: 22, user: "swarm", privateKey: "p", hostKey: host });

describe("a node of a pool that scales", () => {
  it("has the pool and the instance in its name", () => {
    assert.equal(poolOf("web-i-0123456789abcdef0", { pools }), "web");
    assert.equal(poolOf("web-i-i-0123456789abcdef0", { pools }), "web-i");
    for (const other of ["web-0", "jobs-i-0123456789abcdef0", "web-i-xyz", "manager-0"])
      assert.equal(poolOf(other, { pools }), undefined, other);
  });

  it("has the address that the swarm knows", () => {
    const lines = "web-i-0123456789abcdef0 10.0.0.5\nweb-i-1123456789abcdef0 10.0.0.6";
    assert.equal(addressIn(lines, "web-i-1123456789abcdef0"), "10.0.0.6");
    assert.equal(addressIn(lines, "web-i-2123456789abcdef0"), undefined);
  });

  it("is reached through the bastion, or through the seed where there is none", () => {
    const bastion = endpoint("bastion");
    const seed = endpoint("seed");
    const own = { ...endpoint("seed"), host: "10.0.0.5", port: 22, hostKey: "ssh-ed25519 AAAA" };
    assert.deepEqual(poolConnection({ ...seed, proxy: bastion }, "10.0.0.5", "ssh-ed25519 AAAA"), {
      ...own,
      proxy: bastion,
    });
    assert.deepEqual(poolConnection(seed, "10.0.0.5", "ssh-ed25519 AAAA"), { ...own, proxy: seed });
  });
});
