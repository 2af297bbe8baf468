import type { FailedRun } from "../../targetPlan.ts";

/** Ends an error about credentials of the wrong account. */
const hint = "nothing was changed. Use credentials of that account: export AWS_PROFILE=…";

/** The error for a cluster in another account than that of the credentials. */
export function otherAccountError(stack: string, kept: string, caller: string): string {
  return `stack ${stack} is in the AWS account ${kept}, but the credentials are of account ${caller}\n  → ${hint}`;
}

/** The error for credentials of another account than that of the settings. */
export function settingError(account: string, caller: string): string {
  return `swarm:aws.account: is ${account}, but the credentials are of account ${caller}\n  → ${hint}, or correct the setting`;
}

/** https://github.com/hashicorp/aws-sdk-go-base/blob/v2.0.0-beta.72/internal/config/config.go */
const refusal = /AWS account ID not allowed: ([0-9]{12})\b/;

/** The provider names only the account of the credentials; the state has the cluster's. */
export function otherAccountHint(message: string, { stack, recorded }: FailedRun): string | undefined {
  const caller = refusal.exec(message)?.[1];
  if (caller === undefined) return undefined;
  const providers = recorded().filter(({ type }) => type === "pulumi:providers:aws");
  const [kept] = providers.flatMap(({ inputs }) => accountsIn(inputs?.allowedAccountIds));
  return kept === undefined ? undefined : otherAccountError(stack, kept, caller);
}

/** The state has a provider's lists as JSON text. */
function accountsIn(value: unknown): readonly string[] {
  return typeof value === "string" ? JSON.parse(value) : ((value as readonly string[] | undefined) ?? []);
}
