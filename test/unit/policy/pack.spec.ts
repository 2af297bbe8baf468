import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../policy");
const require = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
const grpc = require("@grpc/grpc-js");
const { AnalyzerClient } = require("./proto/analyzer_grpc_pb.js");
const { AnalyzeRequest, AnalyzerResourceOptions, EnforcementLevel } = require("./proto/analyzer_pb.js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb.js");

interface Message {
  toObject(): unknown;
}
type Method = (request: unknown, done: (error: Error | null, answer: Message) => void) => void;

/** How the engine says that a value is secret. */
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

describe("the policy pack", () => {
  let pack: ChildProcess;
  let client: Readonly<Record<string, Method>>;

  const call = (method: string, request: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      client[method]?.(request, (error, answer) => (error ? reject(error) : resolve(answer.toObject())));
    });

  /** What the engine asks of a resource that is about to be made; `rule: message` of each fault. */
  async function diagnostics(type: string, inputs: object, remediates = true): Promise<string[]> {
    const request = new AnalyzeRequest();
    request.setUrn(`urn:pulumi:prod::swarm::${type}::thing`);
    request.setType(type);
    request.setName("thing");
    request.setProperties(Struct.fromJavaScript(inputs));
    request.setOptions(new AnalyzerResourceOptions());
    if (remediates) await call("remediate", request);
    const { diagnosticsList } = (await call("analyze", request)) as {
      diagnosticsList: { policyname: string; message: string }[];
    };
    return diagnosticsList
      .map(({ policyname, message }) => `${policyname}: ${message.split("\n").at(-1)}`)
      .sort();
  }

  before(async () => {
    pack = spawn(join(folder, "pulumi-analyzer-policy-swarm"), ["127.0.0.1:1", "."], {
      cwd: folder,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const [port] = await once(pack.stdout ?? pack, "data");
    client = new AnalyzerClient(`127.0.0.1:${String(port).trim()}`, grpc.credentials.createInsecure());
  });

  after(() => pack.kill());

  it("lists its rules", async () => {
    const { name, policiesList } = (await call("getAnalyzerInfo", new Empty())) as {
      name: string;
      policiesList: { name: string; enforcementlevel: number }[];
    };
    const { ADVISORY, MANDATORY, REMEDIATE } = EnforcementLevel;
    assert.equal(name, "swarm");
    assert.deepEqual(
      policiesList.map((policy) => [policy.name, policy.enforcementlevel]),
      [
        ["no-open-admin-ports", MANDATORY],
        ["closed-default-group", MANDATORY],
        ["described-groups", MANDATORY],
        ["encrypted-disks", MANDATORY],
        ["metadata-by-token", MANDATORY],
        ["immutable-images", MANDATORY],
        ["private-images", MANDATORY],
        ["scanned-images", ADVISORY],
        ["modern-tls", MANDATORY],
        ["cross-zone", MANDATORY],
        ["narrow-roles", MANDATORY],
        ["closed-buckets", MANDATORY],
        ["buckets-by-tls", MANDATORY],
        ["tagged", MANDATORY],
        ["no-secret-in-clear", REMEDIATE],
        ["no-secret-output", MANDATORY],
      ],
    );
  });

  it("refuses a machine with unsafe settings", async () => {
    assert.deepEqual(await diagnostics("aws:ec2/instance:Instance", { instanceType: "t3.small" }), [
      "encrypted-disks: has a root disk that is not encrypted; set rootBlockDevice.encrypted to true",
      "metadata-by-token: answers metadata requests without a token; set metadataOptions.httpTokens to required",
      "metadata-by-token: lets containers ask for metadata; set metadataOptions.httpPutResponseHopLimit to 1",
      "tagged: has no tag swarm.project and no tag swarm.stack; add it to its tags",
    ]);
  });

  it("refuses open ports and repositories with unsafe settings", async () => {
    const range = { ipProtocol: "tcp", fromPort: 2377, toPort: 2377, cidrIpv6: "::/0" };
    const world = { ...range, description: "Everybody" };
    assert.deepEqual(await diagnostics("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", world), [
      "no-open-admin-ports: opens 2377/tcp (cluster management) to ::/0; name the addresses that need it, for example 203.0.113.7/32",
    ]);
    const tags = { "swarm.project": "swarm", "swarm.stack": "prod" };
    assert.deepEqual(await diagnostics("aws:ecr/repository:Repository", { name: "swarm/prod/api", tags }), [
      "immutable-images: lets a tag move to another image; set imageTagMutability to IMMUTABLE",
      "scanned-images: does not scan what is pushed; set imageScanningConfiguration.scanOnPush to true",
    ]);
  });

  it("refuses a secret in clear, and accepts a wrapped one", async () => {
    const key = "-----BEGIN OPENSSH PRIVATE KEY-----";
    assert.deepEqual(await diagnostics("pulumi:index:Stash", { input: { host: [key] } }), [
      "no-secret-in-clear: input.host[0] holds a private key; wrap it with pulumi.secret",
    ]);
    assert.deepEqual(await diagnostics("pulumi:index:Stash", { input: { host: [secret(key)] } }), []);
    assert.deepEqual(await diagnostics("pulumi:index:Stash", { input: secret({ host: [key] }) }), []);
  });

  it("reports a resource that it cannot check", async () => {
    assert.deepEqual(await diagnostics("pulumi:index:Stash", { input: "" }, false), [
      "no-secret-in-clear: nothing can be judged: leave the enforcement level of this rule at remediate",
    ]);
    assert.deepEqual(await diagnostics("pulumi:index:Stash", { input: "" }, false), [], "once is enough");
  });

  it("accepts a machine with safe settings", async () => {
    const careful = {
      rootBlockDevice: { encrypted: true },
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      tags: { "swarm.project": "swarm", "swarm.stack": "prod" },
      userData: secret("-----BEGIN OPENSSH PRIVATE KEY-----"),
    };
    assert.deepEqual(await diagnostics("aws:ec2/instance:Instance", careful), []);
  });
});
