import assert from "node:assert/strict";
import fc from "fast-check";
import {
  addressAt,
  isPrivate,
  isSubnet,
  networkOf,
  overlap,
  prefixOf,
  rangeBeside,
  upperHalf,
} from "../../../../components/net/cidr.ts";

const byte = fc.integer({ min: 0, max: 255 });
const subnets = fc
  .tuple(byte, byte, byte, byte, fc.integer({ min: 1, max: 31 }))
  .map(([a, b, c, d, prefix]) => networkOf(`${a}.${b}.${c}.${d}/${prefix}`));

describe("subnet", () => {
  const forms: Readonly<Record<string, boolean>> = {
    "172.31.0.0/24": true,
    "0.0.0.0/0": true,
    "255.255.255.255/32": true,
    "10.0.0.5/24": true,
    "256.0.0.0/8": false,
    "10.0.0.0/33": false,
    "10.0.0/8": false,
    "010.0.0.0/8": false,
    "10.0.0.0": false,
    "10.0.0.0/8 ": false,
    "fd00::/64": false,
    "": false,
  };
  for (const [text, expected] of Object.entries(forms))
    it(`${JSON.stringify(text)} is ${expected ? "one" : "none"}`, () =>
      assert.equal(isSubnet(text), expected));

  it("has a prefix and a first address", () => {
    assert.equal(prefixOf("172.31.0.0/24"), 24);
    assert.equal(networkOf("10.128.77.5/16"), "10.128.0.0/16");
    assert.equal(networkOf("255.255.255.255/1"), "128.0.0.0/1");
  });

  it("counts addresses from the first one", () => {
    assert.equal(addressAt("172.31.0.0/24", 10), "172.31.0.10");
    assert.equal(addressAt("10.200.0.0/16", 256), "10.200.1.0");
    assert.throws(
      () => addressAt("172.31.0.0/26", 64),
      new RangeError("172.31.0.0/26 has no address number 64"),
    );
    assert.throws(
      () => addressAt("172.31.0.0", 1),
      new RangeError("172.31.0.0 is not a range of IPv4 addresses"),
    );
  });

  it("has an upper half", () => {
    assert.equal(upperHalf("172.31.0.0/24"), "172.31.0.128/25");
    assert.equal(upperHalf("10.200.0.0/16"), "10.200.128.0/17");
  });

  it("overlaps a subnet that shares an address", () => {
    assert.equal(overlap("172.16.0.0/12", "172.31.0.0/24"), true);
    assert.equal(overlap("172.31.0.0/25", "172.31.0.128/25"), false);
    assert.equal(overlap("0.0.0.0/0", "255.255.255.255/32"), true);
  });

  it("is private within the three private ranges", () => {
    for (const range of ["10.0.0.0/8", "172.16.0.0/12", "172.31.255.0/24", "192.168.1.0/24"])
      assert.equal(isPrivate(range), true, range);
    for (const range of ["10.0.0.0/7", "172.32.0.0/16", "192.169.0.0/16", "8.8.8.0/24"])
      assert.equal(isPrivate(range), false, range);
  });

  it("contains its upper half, which does not contain its first address", () => {
    fc.assert(
      fc.property(subnets, (subnet) => {
        const half = upperHalf(subnet);
        return overlap(subnet, half) && !overlap(half, `${addressAt(subnet, 0)}/32`);
      }),
    );
  });

  it("overlaps symmetrically", () => {
    fc.assert(fc.property(subnets, subnets, (one, other) => overlap(one, other) === overlap(other, one)));
  });
});

describe("rangeBeside", () => {
  it("returns a range that does not overlap the other", () => {
    assert.equal(rangeBeside("172.31.0.0/24"), "10.128.0.0/16");
    assert.equal(rangeBeside("10.128.4.0/22"), "10.192.0.0/16");
    assert.equal(rangeBeside("10.0.0.0/8"), "192.168.0.0/16");
  });
});
