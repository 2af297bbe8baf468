import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { rules } from "../../policy/rules.ts";
import { secretsIn } from "../../policy/secretText.ts";
import { awsAccount, emptyCalls, imageCalls } from "../../support/ec2Program.ts";
import { FakeAws, identityOf } from "../../support/fakeAws.ts";
import { type Recording, record } from "../../support/recordedProgram.ts";

const file = join(import.meta.dirname, "../../../Pulumi.prod.yaml");

const account = {
  ...emptyCalls,
  ...imageCalls,
  "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({
    names: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
  }),
  "aws:index/getPartition:getPartition": () => ({ partition: awsAccount.partition }),
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": () => ({
    proxyEndpoint: `https://${awsAccount.account}.dkr.ecr.${awsAccount.region}.amazonaws.com`,
    userName: "AWS",
    password: "the token",
  }),
};

let runs = 0;

/** The whole program on the settings of Pulumi.prod.yaml, with these changes in its block `swarm:aws`. */
async function production(changes: Readonly<Record<string, unknown>> = {}): Promise<Recording> {
  const { config } = parse(readFileSync(file, "utf8"));
  const settings = { ...config, "swarm:aws": { ...config["swarm:aws"], addressUrl: "none", ...changes } };
  const texts = Object.entries(settings).map(([key, value]) => [
    key,
    typeof value === "object" ? JSON.stringify(value) : String(value),
  ]);
  const { recording } = await record(() => import(`../../../index.ts?policy=${runs++}`), {
    stack: "prod",
    config: Object.fromEntries(texts),
    calls: account,
  });
  return recording;
}

/** What the rules say, and which of them had something to judge. */
function judge({ registrations }: Recording) {
  const judged = new Set<string>();
  const diagnostics = registrations.flatMap(({ type, label, inputs, secrets }) => [
    ...rules.flatMap(({ name, faults: diagnostics }) => {
      if (diagnostics[type]) judged.add(name);
      return (diagnostics[type]?.(inputs) ?? []).map((diagnostic) => `${label}: ${diagnostic}`);
    }),
    ...secretsIn(without(inputs, secrets), "").map((diagnostic) => `${label}: ${diagnostic}`),
  ]);
  return { faults: diagnostics, judged: [...judged].sort() };
}

/** A copy in which what is at these paths is missing: the state has it encrypted. */
function without(inputs: object, paths: readonly string[], at = ""): object {
  const parts = Object.entries(inputs).filter(([key]) => !paths.includes(at + key));
  return Object.fromEntries(
    parts.map(([key, value]) => [
      key,
      typeof value === "object" && value !== null ? without(value, paths, `${at}${key}.`) : value,
    ]),
  );
}

describe("the policy pack", () => {
  // It has no bucket.
  const everyRule = rules
    .map(({ name }) => name)
    .filter((name) => !name.includes("buckets"))
    .sort();
  const { SWARM_STAND_INS: standIns } = process.env;
  let sts: FakeAws;

  // No plugin runs here, whichever is installed.
  before(async () => {
    process.env.SWARM_STAND_INS = "command";
    sts = await FakeAws.start(() => identityOf(awsAccount.account));
  });
  after(async () => {
    await sts.stop();
    if (standIns === undefined) delete process.env.SWARM_STAND_INS;
    else process.env.SWARM_STAND_INS = standIns;
  });

  it("accepts the production stack", async () => {
    const { faults: diagnostics, judged } = judge(await production());
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(judged, everyRule);
  });

  it("accepts private nodes and a NAT gateway in each zone", async () => {
    const recording = await production({ network: { private: true, natPerZone: true } });
    assert.equal(recording.all("aws:ec2/natGateway:NatGateway").length, 3);
    assert.deepEqual(judge(recording).faults, []);
  });

  it("refuses a stack that is open to the world", async () => {
    const { faults: diagnostics } = judge(
      await production({ adminCidrs: ["0.0.0.0/0"], openToTheWorld: true }),
    );
    assert.deepEqual(diagnostics, [
      "SecurityGroupIngressRule bastion-ssh-0.0.0.0/0: opens 22/tcp (SSH) to 0.0.0.0/0; name the addresses that need it, for example 203.0.113.7/32",
    ]);
  });

  it("finds a key in clear", async () => {
    const recording = await production();
    const { inputs, secrets } = recording.find("Instance manager-0");
    assert.deepEqual(secrets, ["userData"]);
    assert.deepEqual(secretsIn(inputs, ""), ["userData holds a private key"]);
  });
});
