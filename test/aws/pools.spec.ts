import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clone } from "../support/clone.ts";
import { steadyLoad } from "../support/load.ts";
import { filesBelow, seen } from "../support/secrets.ts";
import { smallStack, writeSmallStack } from "../support/smallStack.ts";
import { assertAllowed, notAllowed } from "./allowedActions.ts";
import { assertNothingLeft, endCluster, startCluster, succeed } from "./emulatedCluster.ts";
import type { Instance } from "./emulator/awsApi.ts";
import { onBody } from "./emulator/bodies.ts";
import type { Emulator } from "./emulator/emulator.ts";
import { secretsOf } from "./secretsOf.ts";
import { Watch } from "./watch.ts";

const stack = "e2e-aws-pools";
const group = `swarm-${stack}-web`;
const deregistrationDelay = 5;
const kmsKey = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f";

/** A pool that scales, and optional settings; each test continues where the previous one ended. */
describe("a cluster of target aws with a pool that scales", () => {
  const aws = {
    region: "us-east-1",
    adminCidrs: ["198.18.0.0/24"],
    network: { private: false, zones: 2 },
    // So all requests go through the pool.
    managers: { disk: 8, entryPoint: false },
    machines: { engine: "debian" },
    entryPoint: { deregistrationDelay, internal: true, cidrs: ["198.18.0.0/24"] },
    policies: ["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"],
    ...{ alarms: { email: "ops@example.com" }, efs: true, kmsKey, logs: { retention: 7 }, protect: true },
  };
  /** Those of the last tests. */
  const last = {
    ...{ ...aws, protect: false, registry: { forceDelete: true } },
    machines: { ...aws.machines, upgrade: "next" },
  };
  const settings = {
    ...{ target: "aws", managers: 1, stacks: smallStack, logging: { driver: "awslogs" } },
    workers: { web: { min: 1, max: 3, cpu: 60, labels: { tier: "web" } } },
    aws,
  };
  let emulator: Emulator;
  let clone: Clone;
  let endpoint = "";

  const up = (...args: string[]) => succeed(clone, "up", "--yes", "--skip-preview", ...args);
  const outputs = async () => JSON.parse((await clone.npm("pulumi", "stack", "output", "--json")).output);
  const onManager = async (...args: string[]) => onBody(await emulator.machine("manager-0"), ...args);
  /** Lines NAME STATUS AVAILABILITY of the pool's nodes. */
  const nodes = async () => {
    const all = await onManager(
      ...["docker", "node", "ls", "--format", "{{.Hostname}} {{.Status}} {{.Availability}}"],
    );
    return all.filter((line) => line.startsWith("web-")).sort();
  };
  /** The pool's machines. */
  const machines = async (): Promise<Instance[]> =>
    (await emulator.api.state()).instances.filter(
      ({ state, tags }) => state === "running" && tags["aws:autoscaling:groupName"] === group,
    );
  const targets = async () => {
    const [balancer] = (await emulator.api.state()).loadBalancers;
    return (balancer?.listeners[0]?.targets ?? []).map(({ id }) => id).sort();
  };
  const ready = (all: readonly Instance[]) => all.map(({ id }) => `web-${id} Ready Active`).sort();
  const ids = (all: readonly Instance[]) => all.map(({ id }) => id).sort();
  /** Waits until this many machines are nodes, and targets of the load balancer. */
  const serving = (count: number) =>
    eventually(async () => {
      const all = await machines();
      assert.equal(all.length, count);
      assert.deepEqual(await nodes(), ready(all));
      assert.deepEqual(await targets(), ids(all));
    });
  const scaleTo = (count: number) =>
    emulator.api.call("autoscaling", "SetDesiredCapacity", {
      AutoScalingGroupName: group,
      DesiredCapacity: String(count),
    });
  const page = async () => (await fetch(endpoint, { signal: AbortSignal.timeout(5000) })).text();

  before(async () => {
    ({ emulator, clone } = await startCluster(stack, settings));
    writeSmallStack(clone, "one");
  });

  after(() => endCluster(emulator, clone, "transcript-pools.txt"));

  it("starts with a machine that joined by itself, and answers through it", async () => {
    await up();
    const all = await machines();
    assert.equal(all.length, 1);
    assert.deepEqual(await nodes(), ready(all));
    const [{ id = "" } = {}] = all;
    const format = '{{index .Spec.Labels "tier"}} {{index .Spec.Labels "swarm.pool"}}';
    assert.deepEqual(await onManager("docker", "node", "inspect", `web-${id}`, "--format", format), [
      "web web",
    ]);
    assert.deepEqual(await targets(), [id]);
    const { endpoint: url, images } = await outputs();
    endpoint = url.replace("tcp:", "http:");
    await onBody(await emulator.machine(`web-${id}`), "docker", "image", "inspect", images.web);
    await eventually(async () => assert.equal(await page(), "one"));
    await clone.assertHealthy();
  });

  it("has what the optional settings ask for", async () => {
    const volumes = await emulator.api.call("ec2", "DescribeVolumes", {});
    assert.ok(volumes.includes(`<kmsKeyId>${kmsKey}</kmsKeyId>`), volumes);
    const alarms = await emulator.api.call("monitoring", "DescribeAlarms", {});
    for (const name of ["manager-0-status", "manager-0-disk", "quorum", "entrypoint-8080-tcp-targets"])
      assert.ok(alarms.includes(`<AlarmName>swarm-${stack}-${name}</AlarmName>`), alarms);
    const { "file systems": files, "mount targets": mounts, topics } = await emulator.api.left();
    assert.deepEqual([files?.length, mounts?.length, topics?.length], [1, 2, 1]);
    // The engine itself writes them, with the credentials of the machine's role.
    const { logStreams } = await emulator.api.query<{ logStreams: { logStreamName: string }[] }>(
      "logs",
      "Logs_20140328.DescribeLogStreams",
      { logGroupName: `/swarm/swarm/${stack}` },
    );
    assert.ok(
      logStreams.some(({ logStreamName }) => logStreamName.startsWith("small_web.")),
      JSON.stringify(logStreams),
    );
  });

  it("sends the metrics of the alarms", async () => {
    const unit = "/etc/systemd/system/swarm-metrics.service";
    const start = `sed -n "s/^ExecStart=//p" ${unit} | sed "s/%%/%/g" | sh`;
    const [{ id = "" } = {}] = await machines();
    await onManager("sh", "-c", start);
    const metrics = await emulator.api.call("monitoring", "ListMetrics", {});
    for (const name of ["QuorumLost", "DiskUsedPercent"])
      assert.ok(metrics.includes(`<MetricName>${name}</MetricName>`), metrics);
    // Alarms do not watch the machines of a pool.
    await assert.rejects(onBody(await emulator.machine(`web-${id}`), "test", "-f", unit));
  });

  it("gets another machine without an up, which all commands know", async () => {
    await scaleTo(2);
    await serving(2);
    const zones = new Set((await machines()).map(({ privateAddress }) => privateAddress.split(".")[2]));
    assert.equal(zones.size, 2);
    const { code, output } = await clone.npm("status");
    assert.equal(code, 0, output);
    for (const { id } of await machines()) {
      assert.ok(output.includes(`web-${id}`), output);
      assert.deepEqual(await clone.npm("ssh", `web-${id}`, "hostname"), { code: 0, output: `web-${id}\n` });
    }
  });

  it("changes nothing while there are more machines than at least", async () => {
    const before = ids(await machines());
    const output = await up("--expect-no-changes");
    assert.doesNotMatch(output, /\d+ (created|updated|replaced|deleted)/);
    assert.deepEqual(ids(await machines()), before);
  });

  it("gets the images of a deployment before it runs them", async () => {
    // It also writes a line, which the engine sends to CloudWatch.
    clone.edit("small/web/serve.pl", (text) =>
      text.replace("my $listener", () => 'print "started\\n";\nmy $listener'),
    );
    clone.edit("small/compose.yaml", (text) => text.replace('"one"', '"two"'));
    await up();
    const { images } = await outputs();
    for (const { id } of await machines())
      await onBody(await emulator.machine(`web-${id}`), "docker", "image", "inspect", images.web);
    await eventually(async () => assert.equal(await page(), "two"));
  });

  it("loses a machine without a failed request", async () => {
    const before = await machines();
    const watch = Watch.start(emulator);
    const load = steadyLoad(endpoint);
    const started = Date.now() / 1000;
    await scaleTo(1);
    await serving(1);
    const { answered, failures } = await load.stop();
    const { drained } = await watch.stop();
    assert.deepEqual(failures, {});
    assert.ok(answered > 200, `${answered} requests`);
    const [left] = ids(await machines());
    const gone = before.find(({ id }) => id !== left)?.id ?? "";
    const drain = drained.get(`web-${gone}`) ?? 0;
    assert.ok(drain - started >= deregistrationDelay, `drained after ${drain - started} seconds`);
    assert.ok(!(await emulator.containers()).includes(gone));
    await clone.assertHealthy();
  });

  it("is protected from destroy", async () => {
    const { code, output } = await clone.npm("destroy", "--yes");
    assert.notEqual(code, 0);
    assert.match(output, new RegExp(`stack ${stack} is protected, nothing was removed: .*entrypoint`));
    assert.deepEqual(await nodes(), ready(await machines()));
  });

  it("replaces its machines for a new image, new ones first", async () => {
    const [before] = ids(await machines());
    await emulator.api.release();
    clone.configure({ ...settings, aws: last });
    await up();
    await eventually(async () => {
      const all = await machines();
      assert.deepEqual(
        all.map(({ image }) => image),
        ["ami-debian13amd642"],
      );
      assert.deepEqual(await nodes(), ready(all));
      assert.deepEqual(await targets(), ids(all));
    });
    assert.notDeepEqual(ids(await machines()), [before]);
    await eventually(async () => assert.equal(await page(), "two"));
    await clone.assertHealthy();
  });

  it("shows no secret in the state or in any output", async () => {
    const args = await secretsOf(clone, emulator);
    const state = filesBelow(clone.path(".state/.pulumi"));
    assert.deepEqual(seen(args, { ...state, output: clone.transcript }), []);
  });

  it("lets a renamed pool's machines leave like any others, and keeps none of their nodes", async () => {
    const watch = Watch.start(emulator);
    const [{ id = "" } = {}] = await machines();
    clone.configure({ ...settings, workers: { jobs: settings.workers.web }, aws: last });
    await up();
    const { drained } = await watch.stop();
    // A manager drained it; without the lifecycle hook it would be Down.
    assert.ok(drained.has(`web-${id}`), [...drained.keys()].join());
    assert.deepEqual(await machines(), []);
    const all = await onManager("docker", "node", "ls", "--format", "{{.Hostname}} {{.Status}}");
    assert.deepEqual(all.map((line) => line.replace(/-i-[0-9a-f]+/, "")).sort(), [
      "jobs Ready",
      "manager-0 Ready",
    ]);
    await eventually(async () => assert.equal(await page(), "two"));
    await clone.assertHealthy();
  });

  it("leaves nothing behind in the account", async () => {
    const { code, output } = await clone.npm("destroy", "--yes");
    assert.equal(code, 0, output);
    assert.deepEqual(await emulator.api.left(), {});
    await sleep(1000);
    assert.equal(await emulator.containers(), "swarm-aws-registry");
  });

  it("calls no AWS action that the policies do not allow", async () => {
    const created = "elasticfilesystem:CreateFileSystem";
    await assertAllowed(emulator.api, "autoscaling:StartInstanceRefresh", created);
    const byMachines = await emulator.api.machineActions();
    assert.deepEqual(byMachines, [
      "autoscaling:CompleteLifecycleAction",
      "autoscaling:RecordLifecycleActionHeartbeat",
      "cloudwatch:PutMetricData",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "ssm:GetParameter",
    ]);
    assert.deepEqual(notAllowed(byMachines, "boundary"), []);
  });

  it("leaves nothing behind on this computer", () => assertNothingLeft(emulator));
});

/** Tries for five minutes. */
async function eventually(check: () => Promise<void>): Promise<void> {
  for (const end = Date.now() + 300_000; ; await sleep(1000)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}
