import * as pulumi from "@pulumi/pulumi";
import type { AwsSettings } from "../settings/settings.ts";
import { otherAccountError, settingError } from "./accountError.ts";
import { callerAccount } from "./callerAccount.ts";
import { keepFirst } from "./keepFirst.ts";

/**
 * The account of the cluster: the one in the settings, or that of the first `up`, which the state keeps.
 *
 * The provider gets it as the only allowed account, and the state keeps the provider's inputs: with the
 * credentials of another account, even a refresh fails before it reads anything.
 *
 * @throws if the credentials, the settings and the state disagree
 */
export async function keptAccount(
  { account, region }: Pick<AwsSettings, "account" | "region">,
  stack: string,
  options?: pulumi.CustomResourceOptions,
): Promise<string> {
  const caller = await callerAccount(region).catch((error: Error) => {
    throw new pulumi.RunError(error.message);
  });
  // Before the state keeps an account.
  if (account !== undefined && account !== caller) throw new pulumi.RunError(settingError(account, caller));
  const kept = await keepFirst("account", caller, options);
  if (kept !== caller) throw new pulumi.RunError(otherAccountError(stack, kept, caller));
  return kept;
}
