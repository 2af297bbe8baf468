import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parliamentProgram } from "../../tools/test/awsParts.ts";

const docs = join(import.meta.dirname, "../../docs");

interface Policy {
  readonly Version: string;
  readonly Statement: readonly object[];
}

function policy(...names: readonly string[]): Policy {
  const read = (name: string): Policy =>
    JSON.parse(readFileSync(join(docs, `aws-${name}-policy.json`), "utf8"));
  return { Version: "2012-10-17", Statement: names.flatMap((name) => read(name).Statement) };
}

/** Ways to more permissions, by the names of https://github.com/duo-labs/parliament. */
function escalations(of: Policy): string[] {
  const args = ["--json", "--minimum_severity", "HIGH", "--include-community-auditors"];
  try {
    execFileSync(parliamentProgram, args, { input: JSON.stringify(of), encoding: "utf8", stdio: "pipe" });
    return [];
  } catch (error) {
    // It found something.
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    assert.ok(stdout, stderr);
    return stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .map(({ issue, location }) => `${issue}: ${location.type}`);
  }
}

describe("parliament", () => {
  it("finds one way to more permissions for a deployer, which the boundary closes", () => {
    // It looks at actions only. A deployer passes roles to machines, but only bounded ones of its own path:
    // test/unit/docs/awsPermissions.spec.ts evaluates that.
    assert.deepEqual(escalations(policy("deployer", "deployer-services", "deployer-options")), [
      "PRIVILEGE_ESCALATION: CreateEC2WithExistingIP",
    ]);
  });

  it("finds none for a preview and for the machines", () => {
    assert.deepEqual(escalations(policy("preview")), []);
    assert.deepEqual(escalations(policy("boundary")), []);
  });

  it("would find them", () => {
    const Action = ["iam:CreatePolicyVersion", "iam:UpdateAssumeRolePolicy", "sts:AssumeRole"];
    const Statement = [{ Effect: "Allow", Action, Resource: "*" }];
    assert.deepEqual(escalations({ Version: "2012-10-17", Statement }).sort(), [
      "PRIVILEGE_ESCALATION: CreateNewPolicyVersion",
      "PRIVILEGE_ESCALATION: UpdateRolePolicyToAssumeIt",
    ]);
  });
});
