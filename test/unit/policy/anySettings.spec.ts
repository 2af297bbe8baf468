import assert from "node:assert/strict";
import fc from "fast-check";
import { rules } from "../../policy/rules.ts";
import { secretsIn } from "../../policy/secretText.ts";
import { awsProgram, forms, recordedForm } from "../../support/awsProgram.ts";
import { certificate, http, tcp, udp } from "../../support/balancerProgram.ts";
import type { Recording } from "../../support/recordedProgram.ts";

const pool = fc.record({
  count: fc.integer({ min: 0, max: 2 }),
  type: fc.constantFrom("t3.small", "m7i.large"),
  disk: fc.integer({ min: 8, max: 100 }),
  spot: fc.boolean(),
});

/** Any sound settings of a whole cluster. */
const clusters = fc
  .record({
    managers: fc.constantFrom(1, 3),
    web: pool,
    ports: fc.uniqueArray(fc.constantFrom(http, tcp, udp), { maxLength: 3 }),
    isPrivate: fc.boolean(),
    natPerZone: fc.boolean(),
    zones: fc.integer({ min: 1, max: 3 }),
    endpoints: fc.subarray(["ecr.api", "ssm", "logs"]),
    permissionsBoundary: fc.option(fc.constantFrom("swarm-boundary", "team/boundary"), { nil: undefined }),
    protect: fc.boolean(),
    machines: fc.record({ sessionManager: fc.boolean(), terminationProtection: fc.boolean() }),
    forceDelete: fc.boolean(),
    isTls: fc.boolean(),
    accessLogs: fc.constantFrom(0, 30),
    internal: fc.boolean(),
    cidrs: fc.constantFrom(["0.0.0.0/0"], ["198.51.100.0/24", "192.0.2.0/24"]),
  })
  .map(({ managers, web, ports, isPrivate, natPerZone, zones, endpoints, isTls, ...more }) => ({
    ports,
    settings: {
      managers,
      workers: { web },
      aws: {
        ...(more.permissionsBoundary ? { permissionsBoundary: more.permissionsBoundary } : {}),
        protect: more.protect,
        managers: { type: "t3.small" },
        network: { zones, endpoints, private: isPrivate, natPerZone: isPrivate && natPerZone },
        machines: more.machines,
        registry: { forceDelete: more.forceDelete && !more.protect },
        entryPoint: {
          // Only TLS connections are logged.
          ...(isTls ? { certificate, accessLogs: more.accessLogs } : {}),
          internal: more.internal,
          cidrs: more.cidrs,
        },
      },
    },
  }));

/** What the rules find, and which of them had something to judge. */
function judge({ registrations }: Recording) {
  const judged = new Set<string>();
  const faults = registrations.flatMap(({ type, label, inputs, secrets }) => {
    const clear = Object.fromEntries(Object.entries(inputs).filter(([name]) => !secrets.includes(name)));
    return [
      ...rules.flatMap((rule) => {
        if (rule.faults[type]) judged.add(rule.name);
        return (rule.faults[type]?.(inputs) ?? []).map((fault) => `${label}: ${rule.name}: ${fault}`);
      }),
      ...(type.startsWith("aws:") ? secretsIn(clear, "") : []).map((secret) => `${label}: ${secret}`),
    ];
  });
  return { faults, judged };
}

describe("the policy pack accepts", () => {
  const judged = new Set<string>();

  for (const form of Object.keys(forms))
    it(form, async () => {
      const found = judge(await recordedForm(form));
      for (const name of found.judged) judged.add(name);
      assert.deepEqual(found.faults, []);
    });

  it("clusters by all its rules", () => {
    assert.deepEqual([...judged].sort(), rules.map(({ name }) => name).sort());
  });

  it("any sound settings", async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(clusters, async ({ settings, ports }) => {
        assert.deepEqual(judge(await awsProgram(settings, ports)).faults, []);
      }),
      { numRuns: 6 },
    );
  });
});
