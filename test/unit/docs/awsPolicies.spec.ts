import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { needs } from "../../support/iam/modulePermissions.ts";

const root = join(import.meta.dirname, "../../..");

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource: string | readonly string[];
}

function statementsIn(file: string): readonly Statement[] {
  return JSON.parse(readFileSync(join(root, "docs", file), "utf8")).Statement;
}

function actionsIn(file: string): string[] {
  return statementsIn(file).flatMap(({ Effect, Action = [] }) => (Effect === "Allow" ? Action : []));
}

/** A deployer has all; the last one is for settings that not every stack uses. */
const deployer = ["", "-services", "-options"].map((part) => `aws-deployer${part}-policy.json`);

/** The modules of @pulumi/aws that the program loads. */
function modulesInUse(): string[] {
  const files = readdirSync(join(root, "components"), { recursive: true, encoding: "utf8" });
  const texts = files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(root, "components", file), "utf8"));
  const loading = /^import (?!type\b)[^;]*? from "@pulumi\/aws\/(?<module>[^"]+)\.js"/gm;
  const found = texts.flatMap((text) =>
    [...text.matchAll(loading)].map(({ groups }) => groups?.module ?? ""),
  );
  return [...new Set(found)].sort();
}

function missingIn(files: readonly string[], wanted: readonly string[]): string[] {
  const allowed = files.flatMap(actionsIn);
  const covers = (pattern: string, action: string) =>
    pattern === action || (pattern.endsWith("*") && action.startsWith(pattern.slice(0, -1)));
  return wanted.filter((action) => !allowed.some((pattern) => covers(pattern, action)));
}

describe("the IAM policies of docs/aws.md", () => {
  it("cover every AWS module that the program loads", () => {
    assert.deepEqual(
      modulesInUse(),
      Object.keys(needs).sort((a, b) => (a < b ? -1 : 1)),
    );
  });

  for (const [module, { write = [], read = [] }] of Object.entries(needs))
    it(`allow what ${module} needs`, () => {
      assert.deepEqual(missingIn(deployer, [...write, ...read]), []);
      assert.deepEqual(missingIn(["aws-preview-policy.json"], read), []);
    });

  it("allow reading prices and the account", () => {
    for (const file of ["aws-deployer-policy.json", "aws-preview-policy.json"])
      assert.deepEqual(missingIn([file], ["pricing:GetProducts", "sts:GetCallerIdentity"]), [], file);
  });

  it("allow a preview only to read", () => {
    const changing = actionsIn("aws-preview-policy.json").filter(
      (action) => !/^[a-z0-9]+:(Describe|Get|List)/.test(action),
    );
    // What it reads there is encrypted.
    assert.deepEqual(changing, ["kms:Decrypt"]);
  });

  it("keep a preview from writing the state, whatever else its role allows", () => {
    const bucket = ["arn:aws:s3:::my-swarm-state", "arn:aws:s3:::my-swarm-state/*"];
    const reading = ["s3:GetObject", "s3:ListBucket"];
    const aboutState = statementsIn("aws-preview-policy.json").filter(({ Resource }) =>
      [Resource].flat().some((resource) => resource.includes("my-swarm-state")),
    );
    assert.deepEqual(
      aboutState.map(({ Sid: _sid, ...rest }) => rest),
      [
        { Effect: "Allow", Action: reading, Resource: bucket },
        { Effect: "Deny", NotAction: reading, Resource: bucket },
      ],
    );
  });

  it("name every action except Describe ones, and none twice in a statement", () => {
    const wild = deployer.flatMap(actionsIn).filter((action) => action.includes("*"));
    assert.deepEqual(wild, ["ec2:Describe*", "elasticloadbalancing:Describe*", "autoscaling:Describe*"]);
    for (const { Action } of deployer.flatMap(statementsIn)) assert.deepEqual(Action, [...new Set(Action)]);
  });

  it("tell in docs/aws.md for which setting each optional statement is", () => {
    const page = readFileSync(join(root, "docs/aws.md"), "utf8");
    const rows = page.split("\n").filter((line) => line.startsWith("| `"));
    for (const { Sid } of statementsIn("aws-deployer-options-policy.json"))
      assert.ok(
        rows.some((row) => (row.split("|")[1] ?? "").includes(`\`${Sid}\``)),
        Sid,
      );
  });

  it("fit the size limit of AWS", () => {
    for (const file of [...deployer, "aws-preview-policy.json", "aws-boundary-policy.json"]) {
      const text = readFileSync(join(root, "docs", file), "utf8");
      assert.ok(text.replace(/\s/g, "").length <= 6144, file);
    }
  });
});
