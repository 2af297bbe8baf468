import { deadlines } from "../../../steps/times.ts";

/** Most instances of one request. */
const most = 100;

/**
 * Those of these running instances that AWS calls impaired: they, or the hardware under them, fail AWS's checks.
 * The provider has no such function.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceStatus.html
 *
 * @throws if AWS does not answer
 */
export async function impairedInstances(region: string, ids: readonly string[]): Promise<string[]> {
  const chunks = Array.from({ length: Math.ceil(ids.length / most) }, (_, index) =>
    ids.slice(index * most, (index + 1) * most),
  );
  const answers = await Promise.all(chunks.map((chunk) => statuses(region, chunk)));
  return answers.flatMap(impairedIn);
}

/** Ids of the instances in an answer with a status that is impaired. */
export function impairedIn(answer: string): string[] {
  return answer
    .split("<instanceId>")
    .slice(1)
    .filter((part) => part.includes("<status>impaired</status>"))
    .map((part) => part.slice(0, part.indexOf("<")));
}

/** What to do about an impaired machine. */
export function impairedWarning(name: string, id: string, region: string): string {
  return `${name}: AWS calls its machine ${id} impaired: the machine, or the hardware under it, fails AWS's checks\n  → stop it, and npm run up starts it, mostly on other hardware: aws ec2 stop-instances --region ${region} --instance-ids ${id}, then aws ec2 wait instance-stopped --region ${region} --instance-ids ${id}; replace a spot machine: npm run up -- --replace '**::${name}'`;
}

async function statuses(region: string, ids: readonly string[]): Promise<string> {
  const { STSClient } = await import("@aws-sdk/client-sts");
  const { config } = new STSClient({ region });
  const scheme = { name: "sigv4", signingName: "ec2", signingRegion: region, properties: {} };
  const url = new URL(endpointOf(region));
  const named = ids.map((id, index) => [`InstanceId.${index + 1}`, id]);
  const { headers, body } = await (await config.signer(scheme)).sign({
    ...{ method: "POST", protocol: url.protocol, hostname: url.hostname, path: "/", query: {} },
    ...(url.port === "" ? {} : { port: Number(url.port) }),
    headers: { host: url.host, "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body: new URLSearchParams([["Action", "DescribeInstanceStatus"], ["Version", "2016-11-15"], ...named] as [
      string,
      string,
    ][]).toString(),
  });
  const response = await fetch(url, {
    ...{ method: "POST", headers, body: String(body) },
    signal: AbortSignal.timeout(deadlines.optionalRequest * 1000),
  });
  const text = await response.text();
  if (response.ok) return text;
  const code = text.split("<Code>")[1]?.split("</Code>")[0] ?? `status ${response.status}`;
  throw new Error(`DescribeInstanceStatus: ${code.slice(0, 100)}`);
}

/** As AWS's own clients find it. */
function endpointOf(region: string): string {
  const { AWS_ENDPOINT_URL_EC2, AWS_ENDPOINT_URL } = process.env;
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return AWS_ENDPOINT_URL_EC2 ?? AWS_ENDPOINT_URL ?? `https://ec2.${region}.${domain}`;
}
