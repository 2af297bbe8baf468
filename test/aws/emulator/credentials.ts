import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { tester } from "./awsApi.ts";

/** The variables with temporary credentials of a role in this account. */
export async function credentialsOf(endpoint: string, account: string): Promise<string[]> {
  const credentials = { accessKeyId: tester, secretAccessKey: "test" };
  const client = new STSClient({ endpoint, region: "us-east-1", credentials });
  const { Credentials: given } = await client.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/other`, RoleSessionName: "other" }),
  );
  return [
    `AWS_ACCESS_KEY_ID=${given?.AccessKeyId}`,
    `AWS_SECRET_ACCESS_KEY=${given?.SecretAccessKey}`,
    `AWS_SESSION_TOKEN=${given?.SessionToken}`,
  ];
}
