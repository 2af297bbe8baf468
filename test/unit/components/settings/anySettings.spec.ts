import assert from "node:assert/strict";
import fc from "fast-check";
import { parseSettings } from "../../../support/settings.ts";

const origin = { project: "swarm", stack: "prod", root: "/project" };

/** Values that are right somewhere else in the block, that nearly are, and any others. */
const stray = fc.oneof(
  fc.constantFrom(
    ...[
      "eu-central-1a",
      "us-east-1b",
      "203.0.113.7",
      "0.0.0.0/0",
      "172.17.0.0/16",
      "300.0.0.0/8",
      "mac1.metal",
    ],
    ...[
      "debian",
      "28.0.0",
      "ami-0a1b2c3d",
      "vpc-0a1b2c3d",
      "subnet-0a1b2c3d",
      "com",
      "example.com",
      "yes",
      "",
      "4",
    ],
  ),
  fc.integer({ min: -1, max: 70000 }),
  fc.boolean(),
  fc.jsonValue(),
);
const mostly = (arbitrary: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 30, arbitrary }, { weight: 1, arbitrary: stray });
/** Mostly one of these. */
const one = (...right: unknown[]) => mostly(fc.constantFrom(...right));
const several = (...right: string[]) =>
  mostly(fc.oneof({ weight: 30, arbitrary: fc.subarray(right, { minLength: 1 }) }, fc.array(stray)));
const some = (model: Readonly<Record<string, fc.Arbitrary<unknown>>>, ...requiredKeys: string[]) =>
  mostly(fc.record(model, { requiredKeys }));
const flag = one(true, false, "yes");

const block = some(
  {
    region: one("eu-central-1"),
    adminCidrs: several("203.0.113.7/32", "198.51.100.0/24"),
    openToTheWorld: flag,
    network: some({
      cidr: one("10.64.0.0/16", "192.168.0.0/20"),
      zones: fc.oneof(one(1, 2, "3"), several("eu-central-1a", "eu-central-1b")),
      private: flag,
      natPerZone: flag,
      existing: some(
        {
          vpc: one("vpc-0a1b2c3d"),
          publicSubnets: several("subnet-0a1b2c3d", "subnet-1a1b2c3d"),
          privateSubnets: several("subnet-2a1b2c3d", "subnet-3a1b2c3d"),
        },
        "vpc",
        "publicSubnets",
      ),
    }),
    managers: some({ type: one("t3.small", "m7i.large"), disk: one(20, "8") }),
    machines: some({
      image: one("debian-13", "/images/swarm"),
      upgrade: one("now"),
      engine: one("29.8.2", "25.0.19", "debian"),
      sessionManager: flag,
      terminationProtection: flag,
    }),
    registry: some({ forceDelete: flag }),
    entryPoint: some({
      port: one(443, "80"),
      certificate: one("arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d"),
      domain: one("shop.example.com", "example.com"),
      hostedZone: one("example.com"),
      deregistrationDelay: one(0, 3600),
    }),
    tags: mostly(
      fc.oneof(
        { weight: 9, arbitrary: some({ team: one("shop"), "cost:center": one(7) }) },
        fc.dictionary(fc.oneof(fc.constant("Name"), fc.string()), stray),
      ),
    ),
  },
  "region",
  "adminCidrs",
);
const pool = some(
  { count: one(1, "9", 1000), type: one("t3.small", "m7g.large"), disk: one(20), spot: flag },
  "count",
);
const pools = mostly(fc.dictionary(fc.constantFrom("web", "db"), pool));

describe("any input for swarm:aws", () => {
  it("yields settings, or diagnostics with path, problem and hint", () => {
    let sound = 0;
    fc.assert(
      fc.property(fc.constantFrom("aws", "local"), block, pools, (target, aws, workers) => {
        const { settings, diagnostics } = parseSettings({ target, aws, workers }, origin);
        if (diagnostics.length === 0 && target === "aws") sound++;
        assert.equal(settings.target, target);
        assert.ok(target === "local" || "region" in (settings.own as object));
        for (const { path, problem, hint } of diagnostics) {
          assert.match(path, /^swarm:(aws|workers|addressPool|local)\b/);
          for (const text of [problem, hint]) {
            assert.notEqual(text.trim(), "");
            assert.doesNotMatch(text, /undefined|for NaN|\[object/);
          }
        }
      }),
      { numRuns: 3000 },
    );
    // A property that never sees sound settings would say nothing of them.

    assert.ok(sound > 20, `${sound} of 3000 were sound`);
  });

  it("yields no diagnostics for completed settings", () => {
    const sound = fc.record({
      region: fc.constantFrom("eu-central-1", "us-gov-west-1"),
      adminCidrs: fc.uniqueArray(fc.constantFrom("203.0.113.7/32", "198.51.100.0/24"), { minLength: 1 }),
      network: fc.record(
        { zones: fc.integer({ min: 1, max: 4 }), private: fc.boolean() },
        { requiredKeys: [] },
      ),
      managers: fc.record({ disk: fc.integer({ min: 8, max: 16384 }) }, { requiredKeys: [] }),
      registry: fc.record({ forceDelete: fc.boolean() }, { requiredKeys: [] }),
      entryPoint: fc.record({ domain: fc.constant("shop.example.com") }, { requiredKeys: [] }),
    });
    fc.assert(
      fc.property(sound, (aws) => {
        const first = parseSettings({ target: "aws", aws }, origin);
        assert.deepEqual(first.diagnostics, []);
        assert.deepEqual(parseSettings({ target: "aws", aws: first.settings.own }, origin), first);
      }),
    );
  });

  for (const name of ["toString", "constructor", "__proto__", "hasOwnProperty"])
    it(`may have a key named ${name}`, () => {
      const odd = JSON.parse(`{"${name}": 1}`);
      for (const value of [odd, [odd]]) {
        const written = { openToTheWorld: value, network: { zones: value, private: value }, tags: value };
        const { diagnostics } = parseSettings(
          { target: "aws", aws: written, workers: value, managers: value },
          origin,
        );
        assert.ok(diagnostics.length > 4, String(diagnostics.length));
      }
    });
});
