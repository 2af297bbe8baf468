import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { AwsApi, Instance } from "./awsApi.ts";
import { internet } from "./places.ts";

/** The address at which an instance finds the service. */
export const metadataAddress = "169.254.169.254";

/**
 * EC2's metadata service, version 2: each machine gets its own answers, found by the address that asks. Spot and
 * rebalance notices never come.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-categories.html
 */
export class Metadata {
  private readonly api: AwsApi;
  private readonly server: Server;
  private readonly token = randomBytes(24).toString("base64");
  /** Instance by access key. */
  private readonly keys = new Map<string, string>();

  constructor(api: AwsApi) {
    this.api = api;
    this.server = createServer(async (request, answer) => {
      const lifetime = request.headers["x-aws-ec2-metadata-token-ttl-seconds"];
      // AWS's own programs expect it.
      if (lifetime !== undefined) answer.setHeader("x-aws-ec2-metadata-token-ttl-seconds", lifetime);
      const text = await this.answer(request).catch(() => undefined);
      answer.statusCode = text === undefined ? 404 : 200;
      answer.end(text ?? "");
    });
  }

  async start(): Promise<void> {
    this.server.listen(0, `${internet.prefix}.1`);
    await once(this.server, "listening");
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** `198.18.0.1:PORT` */
  get address(): string {
    return `${internet.prefix}.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Whether a machine signs with the credentials of its role. */
  isKey(accessKey: string): boolean {
    return this.keys.has(accessKey);
  }

  private async answer({ method, url = "", headers, socket }: IncomingMessage): Promise<string | undefined> {
    if (method === "PUT" && url === "/latest/api/token") return this.token;
    if (headers["x-aws-ec2-metadata-token"] !== this.token) return undefined;
    const { instances } = await this.api.state();
    const instance = instances.find(
      ({ privateAddress, state }) => privateAddress === socket.remoteAddress && state === "running",
    );
    return instance && this.of(instance)[url.replace("/latest/meta-data/", "")];
  }

  private of({ id, role, targetState }: Instance): Record<string, string | undefined> {
    const roles = "iam/security-credentials/";
    return {
      "instance-id": id,
      "placement/region": "us-east-1",
      "services/domain": "amazonaws.com",
      "autoscaling/target-lifecycle-state": targetState ?? undefined,
      ...(role === null ? {} : { [roles]: role, [`${roles}${role}`]: this.credentials(id) }),
    };
  }

  private credentials(instance: string): string {
    const AccessKeyId = `ASIA${Buffer.from(instance).toString("hex").slice(-16).toUpperCase()}`;
    this.keys.set(AccessKeyId, instance);
    const Expiration = new Date(Date.now() + 6 * 3_600_000).toISOString();
    return JSON.stringify(
      {
        ...{ Code: "Success", Type: "AWS-HMAC", Expiration, AccessKeyId },
        ...{ SecretAccessKey: randomBytes(30).toString("base64"), Token: randomBytes(90).toString("base64") },
      },
      undefined,
      2,
    );
  }
}
