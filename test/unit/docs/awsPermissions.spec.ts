import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { forms, recordedForm } from "../../support/awsProgram.ts";
import { type Call, call, clusterOf } from "../../support/iam/call.ts";
import { ec2Calls } from "../../support/iam/ec2Calls.ts";
import {
  account,
  boundary,
  deployer,
  documented,
  evaluate,
  notAllowed,
  preview,
} from "../../support/iam/evaluate.ts";
import { foreignResources, inOneRegion, morePermissions } from "../../support/iam/forbiddenCalls.ts";
import { optionCalls } from "../../support/iam/optionCalls.ts";
import { serviceCalls } from "../../support/iam/serviceCalls.ts";
import type { Registration } from "../../support/recordedProgram.ts";

const callsOf = { ...ec2Calls, ...serviceCalls, ...optionCalls };

/** Each kind of action that a change makes; a preview makes none of them. */
const isChange = ({ action }: Call) => !/:(Describe|Get|List)/.test(action);

function allCalls(registrations: readonly Registration[]): Call[] {
  const cluster = clusterOf(registrations);
  return registrations.flatMap((registration) => callsOf[registration.type]?.(registration, cluster) ?? []);
}

/** Resources of AWS that the program's modules can make: `aws:ec2/vpc:Vpc`. */
function loadedTypes(): string[] {
  const folder = join(import.meta.dirname, "../../../components");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const loading =
    /^import (?!type\b)\{[^}]*\b(?<name>[A-Z]\w+)\b[^}]*\} from "@pulumi\/aws\/(?<module>[^"]+)\.js"/gm;
  const found = files.flatMap((file) =>
    [...readFileSync(join(folder, file), "utf8").matchAll(loading)].map(
      ({ groups: { name, module } = {} }) => `aws:${module}:${name}`,
    ),
  );
  return [...new Set(found)].filter((type) => !type.startsWith("aws:provider:")).sort();
}

describe("the permissions of docs/aws.md", function () {
  this.timeout(120_000);
  const recorded = new Map<string, readonly Registration[]>();

  before(async () => {
    for (const form of Object.keys(forms)) {
      const { registrations } = await recordedForm(form);
      recorded.set(
        form,
        registrations.filter(({ type }) => type.startsWith("aws:")),
      );
    }
  });

  it("are evaluated for every kind of resource that the program can make", () => {
    const types = new Set([...recorded.values()].flat().map(({ type }) => type));
    for (const type of loadedTypes()) {
      assert.ok(callsOf[type], `${type}\n  → list what a provider calls for it in test/support/iam`);
      assert.ok(types.has(type), `no form makes ${type}\n  → add its setting to test/support/awsProgram.ts`);
    }
  });

  for (const form of Object.keys(forms))
    it(`allow every call of up and destroy: ${form}`, async () => {
      const registrations = recorded.get(form) ?? [];
      assert.ok(registrations.length > 40);
      for (const registration of registrations) assert.ok(callsOf[registration.type], registration.type);
      assert.deepEqual(await notAllowed(allCalls(registrations), { policies: deployer }), []);
    });

  it("allow a preview none of the changes", async () => {
    const changes = [...recorded.values()].flatMap(allCalls).filter(isChange);
    assert.ok(changes.length > 1000);
    const denied = new Set(await notAllowed(changes, { policies: preview }));
    const alone = await notAllowed(changes, { policies: [] });
    assert.deepEqual(
      alone.filter((line) => !denied.has(line)),
      [],
    );
  });

  it("allow all reads, of a preview too", async () => {
    const looks = [
      ...[
        "DescribeVpcs",
        "DescribeInstances",
        "DescribeInstanceStatus",
        "DescribeInstanceAttribute",
        "DescribeSecurityGroupRules",
      ].map((action) => `ec2:${action}`),
      ...["DescribeLoadBalancers", "DescribeTargetHealth"].map((action) => `elasticloadbalancing:${action}`),
      ...[
        "ecr:GetAuthorizationToken",
        "sts:GetCallerIdentity",
        "route53:ListHostedZones",
        "pricing:GetProducts",
      ],
    ].map((action) => call(action, { type: "*" }));
    looks.push(
      call("ssm:GetParameter", { type: "parameter", id: "aws/service/debian/release/13/latest/amd64" }),
    );
    for (const policies of [deployer, preview]) assert.deepEqual(await notAllowed(looks, { policies }), []);
  });

  it("allow a deployer a shell on our machines, our logs, and the reason of a refusal", async () => {
    const place = "eu-central-1:123456789012";
    const instance = { type: "instance", arn: `arn:aws:ec2:${place}:instance/i-0123456789abcdef0` };
    const logs = { type: "log-group", arn: `arn:aws:logs:${place}:log-group:/swarm/swarm/prod` };
    const allowed = [
      call("ssm:StartSession", { ...instance, tags: { "swarm.project": "swarm" } }),
      call("ssm:StartSession", { type: "document", id: "AWS-StartSSHSession" }),
      call("logs:FilterLogEvents", logs),
      call("sts:DecodeAuthorizationMessage", { type: "*" }),
    ];
    assert.deepEqual(await notAllowed(allowed, { policies: deployer }), []);
    const toOthers = { type: "document", id: "AWS-StartPortForwardingSessionToRemoteHost" };
    for (const target of [instance, { ...instance, tags: { "swarm.project": "payroll" } }, toOthers])
      assert.equal(await evaluate("ssm:StartSession", target, { policies: deployer }), "ImplicitlyDenied");
    const theirs = { type: "log-group", arn: `arn:aws:logs:${place}:log-group:/payroll/prod` };
    assert.equal(await evaluate("logs:FilterLogEvents", theirs, { policies: deployer }), "ImplicitlyDenied");
  });

  it("allow a deployer the state in its bucket and the key with its alias, and no other", async () => {
    const policies = [documented("aws-state-policy")];
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    const root = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` } };
    const keyPolicy = { Version: "2012-10-17", Statement: [{ ...root, Action: "kms:*", Resource: "*" }] };
    const inBucket = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"];
    const results = async (bucket: string, alias: string) => {
      const key = { type: "key", context: { "kms:ResourceAliases": [`alias/${alias}`] } };
      const found = new Set<string>();
      for (const action of inBucket)
        found.add(
          await evaluate(action, { type: "object", id: `${bucket}/.pulumi/meta.yaml` }, { policies }),
        );
      found.add(await evaluate("s3:ListBucket", { type: "bucket", id: bucket }, { policies }));
      for (const action of ["kms:Encrypt", "kms:Decrypt"])
        found.add(await evaluate(action, key, { policies, resourcePolicy: keyPolicy }));
      return [...found];
    };
    assert.deepEqual(await results("my-swarm-state", "my-swarm"), ["Allowed"]);
    assert.deepEqual(await results("their-state", "their-swarm"), ["ImplicitlyDenied"]);
    const kinds = { "s3:DeleteBucket": "bucket", "s3:PutBucketPolicy": "bucket" };
    for (const [action, type] of Object.entries(kinds))
      assert.equal(await evaluate(action, { type, id: "my-swarm-state" }, { policies }), "ImplicitlyDenied");
  });

  let denied = 0;
  for (const [kind, forbidden] of Object.entries({ ...morePermissions, ...foreignResources }))
    it(`deny ${kind}`, async () => {
      for (const [action, target] of forbidden)
        for (const policies of [deployer, preview]) {
          const result = await evaluate(action, target, { policies });
          assert.notEqual(result, "Allowed", `${action} ${JSON.stringify(target)}`);
          denied += 1;
        }
    });

  it("deny more than a hundred calls", () => assert.ok(denied / 2 > 100, String(denied / 2)));

  it("deny other regions", async () => {
    for (const [action, target] of inOneRegion) {
      assert.equal(await evaluate(action, target, { policies: deployer }), "Allowed", action);
      assert.equal(
        await evaluate(action, target, { policies: deployer, where: "us-east-1" }),
        "ImplicitlyDenied",
        action,
      );
    }
  });
});

describe("the permissions boundary of docs/aws.md", () => {
  const principal = `arn:aws:iam::${account}:role/swarm/nodes-1a2b3c4`;

  it("has all that the machines' role may do", async () => {
    const recording = await recordedForm("a NAT gateway per zone");
    const policies = recording.all("aws:iam/rolePolicy:RolePolicy").map(({ name, inputs }) => ({
      name,
      policy: JSON.parse(String(inputs.policy)),
    }));
    assert.ok(policies.length > 0);
    for (const { policy } of policies)
      for (const { Action, Resource, Condition } of policy.Statement)
        for (const action of Action) {
          // Any one of the resources that the statement names.
          const arn = String(Resource).replace(/(?<=:|\/)\*(?=:|\/|$)/g, "1");
          const context = Condition?.StringEquals ?? {};
          const target = { type: "*", context, ...(Resource === "*" ? {} : { arn }) };
          const result = await evaluate(action, target, { policies, boundaries: boundary, principal });
          assert.equal(result, "Allowed", `${action}\n  → add it to docs/aws-boundary-policy.json`);
        }
  });

  it("lets the machines' role pull from this project's repositories, but not push", async () => {
    const recording = await recordedForm("public");
    const [policy] = recording.all("aws:ecr/repositoryPolicy:RepositoryPolicy");
    const text = String(policy?.inputs.policy).replace("arn-of-nodes", principal);
    const of = { type: "repository", id: "swarm/test/example/api" };
    const bounded = { policies: [], boundaries: boundary, resourcePolicy: JSON.parse(text), principal };
    for (const action of ["BatchGetImage", "GetDownloadUrlForLayer", "BatchCheckLayerAvailability"])
      assert.equal(await evaluate(`ecr:${action}`, of, bounded), "Allowed", action);
    for (const action of ["PutImage", "DeleteRepository", "SetRepositoryPolicy"])
      assert.notEqual(await evaluate(`ecr:${action}`, of, bounded), "Allowed", action);
  });

  it("holds a role that was given everything", async () => {
    const everything = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    };
    const administrator = [{ name: "AdministratorAccess", policy: everything }];
    const evaluation = { policies: administrator, boundaries: boundary, principal };
    const more: typeof inOneRegion = [
      ...Object.values(morePermissions).flat(),
      ...Object.values(foreignResources).flat(),
      ...inOneRegion,
      ["ec2:DescribeInstances", { type: "*" }],
      ["s3:ListAllMyBuckets", { type: "*" }],
      ["sts:AssumeRole", { type: "role", arn: `arn:aws:iam::${account}:role/Admin` }],
    ];
    for (const [action, target] of more)
      assert.notEqual(await evaluate(action, target, evaluation), "Allowed", action);
  });
});
