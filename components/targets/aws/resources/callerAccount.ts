/** How to get credentials. */
export const credentialsHint =
  "aws sso login or aws configure, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";

/**
 * The account of the credentials.
 *
 * Not a provider function: it needs a configured provider, which must know the account already.
 *
 * @throws if there are no valid credentials
 */
export async function callerAccount(region: string): Promise<string> {
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  try {
    const { Account = "" } = await new STSClient({ region }).send(new GetCallerIdentityCommand());
    return Account;
  } catch (error) {
    const { name, message } = error as Error;
    throw new Error(
      name === "CredentialsProviderError"
        ? `swarm:target: aws, but there are no AWS credentials\n  → ${credentialsHint}`
        : `swarm:target: aws, but AWS does not say whose credentials these are: ${message}\n  → check them: aws sts get-caller-identity`,
    );
  }
}
