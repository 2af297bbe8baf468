import * as pulumi from "@pulumi/pulumi";
import { resolveIfKnown } from "../../../live/resolveIfKnown.ts";
import type { AwsSettings } from "../settings/settings.ts";
import { otherAccountError, settingError } from "./accountError.ts";
import { callerAccount } from "./callerAccount.ts";

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
): Promise<string> {
  const caller = await callerAccount(region);
  // Before the state keeps an account.
  if (account !== undefined && account !== caller) throw new pulumi.RunError(settingError(account, caller));
  const stash = new pulumi.Stash("account", { input: caller }, { ignoreChanges: ["input"] });
  const kept = (await resolveIfKnown(stash.output as pulumi.Output<string>)) ?? caller;
  if (kept !== caller) throw new pulumi.RunError(otherAccountError(stack, kept, caller));
  return kept;
}
