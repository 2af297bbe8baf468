import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AwsApi } from "./emulator/awsApi.ts";

const docs = join(import.meta.dirname, "../../docs");

/** The actions that a policy of docs/ allows, as it writes them: `ec2:Describe*`. */
function allowedBy(name: string): string[] {
  const { Statement } = JSON.parse(readFileSync(join(docs, `aws-${name}-policy.json`), "utf8"));
  return Statement.flatMap(({ Action }: { Action: string[] }) => Action);
}

/**
 * Those of the actions that none of these policies allows on anything. test/unit/docs/awsPermissions.spec.ts
 * evaluates the policies for resources and conditions.
 */
export function notAllowed(actions: readonly string[], ...names: readonly string[]): string[] {
  const allowed = names.flatMap(allowedBy);
  const matches = (action: string) =>
    allowed.some((pattern) =>
      pattern.endsWith("*") ? action.startsWith(pattern.slice(0, -1)) : action === pattern,
    );
  return actions.filter((action) => !matches(action));
}

/** The policies of whoever runs `up`. */
export const deployer = ["deployer", "deployer-services", "deployer-options"];

/**
 * Fails if a command of the project called an action that the deployer's policies do not allow, or called none of
 * these. Outside are the test itself and its AWS CLI, which have another access key, and the machines.
 */
export async function assertAllowed(api: AwsApi, ...called: readonly string[]): Promise<void> {
  const actions = await api.actions();
  assert.deepEqual(
    called.filter((action) => !actions.includes(action)),
    [],
    "not called",
  );
  assert.deepEqual(notAllowed(actions, ...deployer), []);
}
