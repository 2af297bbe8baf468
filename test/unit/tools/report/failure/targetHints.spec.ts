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

  it("names type and zone of a machine for which AWS has no capacity", () => {
    const urn = "urn:pulumi:prod::swarm::swarm:index:Ec2Machine$aws:ec2/instance:Instance::jobs-1";
    const hintsFor = (code: string, changes: object = {}) => {
      const inputs = {
        ...{ instanceType: "t3.medium", subnetId: "subnet-1", tags: { "swarm.node": "jobs-1" } },
        ...changes,
      };
      const metadata = {
        op: "create",
        urn,
        type: "aws:ec2/instance:Instance",
        new: { type: "aws:ec2/instance:Instance", inputs },
      };
      const message = `creating EC2 Instance: operation error EC2: RunInstances, https response error StatusCode: 500, RequestID: 1, api error ${code}: There is no Spot capacity available that matches your request.`;
      return targetHints(
        [{ resOpFailedEvent: { metadata } }, { diagnosticEvent: { urn, message, severity: "error" } }],
        "prod",
        () => [
          { type: "aws:ec2/subnet:Subnet", id: "subnet-1", inputs: { availabilityZone: "eu-central-1a" } },
        ],
      );
    };
    const again =
      "\n  → run npm run up again later: it goes on where it stopped. Or use another type (swarm:workers.<pool>.type, swarm:aws.managers.type)";
    assert.deepEqual(hintsFor("InsufficientInstanceCapacity"), [
      `AWS has no capacity for jobs-1: t3.medium in eu-central-1a${again}`,
    ]);
    const spot = { instanceMarketOptions: { marketType: "spot" } };
    assert.deepEqual(hintsFor("InsufficientInstanceCapacity", spot), [
      `AWS has no capacity for jobs-1: spot t3.medium in eu-central-1a${again}, or spot: false for the pool`,
    ]);
    assert.deepEqual(hintsFor("MaxSpotInstanceCountExceeded", spot), [
      "jobs-1, spot t3.medium in eu-central-1a, exceeds a quota of the AWS account (MaxSpotInstanceCountExceeded)\n  → request a higher one under Service Quotas, EC2, for Spot Instance Requests, then run npm run up again",
    ]);
    assert.deepEqual(hintsFor("VcpuLimitExceeded", { subnetId: "subnet-2" }), [
      "jobs-1, t3.medium, exceeds a quota of the AWS account (VcpuLimitExceeded)\n  → request a higher one under Service Quotas, EC2, for Running On-Demand instances, then run npm run up again",
    ]);
    assert.deepEqual(hintsFor("Unsupported"), [
      "AWS does not offer t3.medium in eu-central-1a, which jobs-1 should be\n  → use another type (swarm:workers.<pool>.type, swarm:aws.managers.type), or other zones (swarm:aws.network.zones) for a new cluster",
    ]);
    assert.deepEqual(hintsFor("UnauthorizedOperation"), []);
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
