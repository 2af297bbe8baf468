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
