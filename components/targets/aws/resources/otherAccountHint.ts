import type { FailedRun } from "../../targetPlan.ts";
import { otherAccountError } from "./accountError.ts";

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
