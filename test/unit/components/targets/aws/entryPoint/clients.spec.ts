import assert from "node:assert/strict";
import {
  certificate,
  http,
  balancerProgram as serving,
  tags,
  udp,
} from "../../../../../support/balancerProgram.ts";

describe("NetworkLoadBalancer in production", () => {
  it("opens its listeners only to the ranges in the settings", async () => {
    const { recording, result } = await serving([http, udp], { cidrs: ["198.51.100.0/24", "10.0.0.0/8"] });
    const fronts = recording
      .all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
      .filter(({ inputs }) => inputs.securityGroupId === "entrypoint-id");
    assert.deepEqual(
      fronts.map(({ name, inputs }) => [name, inputs.cidrIpv4, inputs.description]),
      [
        ["entrypoint-front-8000-tcp-198.51.100.0/24", "198.51.100.0/24", "Clients"],
        ["entrypoint-front-8000-tcp-10.0.0.0/8", "10.0.0.0/8", "Clients"],
        ["entrypoint-front-5353-udp-198.51.100.0/24", "198.51.100.0/24", "Clients"],
        ["entrypoint-front-5353-udp-10.0.0.0/8", "10.0.0.0/8", "Clients"],
        // Only messages about packets that are too big, which any router on the way may send.
        ["entrypoint-front-icmp", "0.0.0.0/0", "Everybody"],
      ],
    );
    // This computer may not be in them.
    assert.equal(result.isServed, false);
  });

  it("is in the nodes' subnets if it is internal, and `up` does not request it", async () => {
    const { recording, result } = await serving([http], { internal: true });
    const { inputs } = recording.find("LoadBalancer entrypoint");
    assert.equal(inputs.internal, true);
    assert.deepEqual(inputs.subnets, ["subnet-n"]);
    assert.equal(result.isServed, false);
  });

  it("takes a listener off the old load balancer before it makes that of a new one", async () => {
    const { recording } = await serving([http], { internal: true });
    const listener = recording.find("Listener entrypoint-8000");
    assert.equal(listener.deleteBeforeReplace, true);
    // A new load balancer exists before the old one is deleted.
    assert.notEqual(recording.find("LoadBalancer entrypoint").deleteBeforeReplace, true);
  });

  it("cannot be deleted while it is protected", async () => {
    const { recording } = await serving([http], {}, { protect: true });
    assert.equal(recording.find("LoadBalancer entrypoint").inputs.enableDeletionProtection, true);
    assert.equal(recording.find("LoadBalancer entrypoint").protect, true);
  });

  it("writes access logs to a closed and encrypted bucket, once it may", async () => {
    const { recording } = await serving([http], { certificate, accessLogs: 90 });
    const bucket = "bucket-of-swarm-access-logs";
    const inputs = (type: string) => recording.find(`${type} swarm-access-logs`).inputs;
    assert.deepEqual(inputs("Bucket"), { forceDestroy: true, tags: tags("swarm-access-logs") });
    assert.deepEqual(inputs("BucketPublicAccessBlock"), {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(inputs("BucketServerSideEncryptionConfiguration"), {
      bucket,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    assert.deepEqual(inputs("BucketLifecycleConfiguration"), {
      bucket,
      rules: [{ id: "expire", status: "Enabled", filter: { prefix: "" }, expiration: { days: 90 } }],
    });
    assert.match(
      String(inputs("BucketPolicy").policy),
      /arn:aws:s3:::bucket-of-swarm-access-logs\/AWSLogs\/123456789012/,
    );
    const { inputs: balancer } = recording.find("LoadBalancer entrypoint");
    assert.deepEqual(balancer.accessLogs, { bucket, enabled: true });
    const before = recording.before("LoadBalancer entrypoint");
    assert.ok(before.has("BucketPolicy swarm-access-logs"));
    assert.ok(before.has("BucketPublicAccessBlock swarm-access-logs"));
  });
});
