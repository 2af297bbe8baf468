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

  it("names type and zones of a pool that scales for which AWS has no capacity", () => {
    const urn = "urn:pulumi:prod::swarm::swarm:index:ScalingPool$aws:autoscaling/group:Group::web";
    const type = "aws:autoscaling/group:Group";
    const subnet = (letter: string) => ({
      ...{ type: "aws:ec2/subnet:Subnet", id: `subnet-${letter}` },
      inputs: { availabilityZone: `us-east-1${letter}` },
    });
    const hintsFor = (reason: string, options: object = {}) => {
      const tags = { Name: "swarm-prod-web", "swarm.project": "swarm", "swarm.stack": "prod" };
      const inputs = {
        ...{ name: "swarm-prod-web", launchTemplate: { id: "lt-1", version: "1" } },
        vpcZoneIdentifiers: ["subnet-b", "subnet-a"],
        tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
      };
      const metadata = { op: "create", urn, type, new: { type, inputs } };
      const message = `waiting for Auto Scaling Group (swarm-prod-web) capacity satisfied: ${reason}`;
      const template = { instanceType: "t3.medium", ...options };
      return targetHints(
        [{ resOpFailedEvent: { metadata } }, { diagnosticEvent: { urn, message, severity: "error" } }],
        "prod",
        () => [
          ...["b", "a", "c"].map(subnet),
          { type: "aws:ec2/launchTemplate:LaunchTemplate", id: "lt-2", inputs: { instanceType: "t3.nano" } },
          { type: "aws:ec2/launchTemplate:LaunchTemplate", id: "lt-1", inputs: template },
        ],
      );
    };
    const failed = (text: string) =>
      `scaling activity (2b361e62): Failed: ${text} Launching EC2 instance failed.`;
    const spot = { instanceMarketOptions: { marketType: "spot" } };
    const again =
      "\n  → run npm run up again later: it goes on where it stopped. Or use another type (swarm:workers.<pool>.type, swarm:aws.managers.type)";
    assert.deepEqual(
      hintsFor(
        failed(
          "We currently do not have sufficient t3.medium capacity in the Availability Zone you requested (us-east-1b).",
        ),
      ),
      [`AWS has no capacity for the pool web: t3.medium in us-east-1a, us-east-1b${again}`],
    );
    assert.deepEqual(
      hintsFor(
        failed(
          "Could not launch Spot Instances. InsufficientInstanceCapacity - There is no Spot capacity available that matches your request.",
        ),
        spot,
      ),
      [
        `AWS has no capacity for the pool web: spot t3.medium in us-east-1a, us-east-1b${again}, or spot: false for the pool`,
      ],
    );
    assert.deepEqual(
      hintsFor(
        failed("You have requested more vCPU capacity than your current vCPU limit of 32 allows for."),
      ),
      [
        "the pool web, t3.medium in us-east-1a, us-east-1b, exceeds a quota of the AWS account (VcpuLimitExceeded)\n  → request a higher one under Service Quotas, EC2, for Running On-Demand instances, then run npm run up again",
      ],
    );
    assert.deepEqual(
      hintsFor(
        "timeout while waiting for state to become 'ok' (last state: 'want at least 2 healthy instance(s) in Auto Scaling Group, have 0', timeout: 10m0s)",
      ),
      [
        "the pool web has fewer machines than its least number after ten minutes: t3.medium in us-east-1a, us-east-1b\n  → see whether AWS starts them: aws autoscaling describe-scaling-activities --auto-scaling-group-name swarm-prod-web; and whether they join: npm run status; then run npm run up again",
      ],
    );
    assert.deepEqual(hintsFor("reading scaling activities: AccessDenied"), []);
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
