import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Id of the machine. */
export const instance = "i-0123456789abcdef0";
/** The credentials of its role. */
export const session = { secret: "secret/access+key", token: "session/token==" };

/** EC2's metadata service, SSM and EC2 Auto Scaling: `state` is where AWS takes the machine. */
export class FakeAccount implements AsyncDisposable {
  state = "InService";
  readonly notices = new Map<string, string>();
  parameter: string | undefined;
  /** What the machine has asked of AWS. */
  readonly calls: string[] = [];
  readonly problems: string[] = [];
  /** How many heartbeats AWS refuses, because the load balancer still finishes connections. */
  refusedHeartbeats = 0;
  readonly #server: Server;

  private constructor(parameter: string) {
    this.parameter = parameter;
    this.#server = createServer(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      const answer = this.#answer(request, body);
      const isRefused = body.includes("Heartbeat") && this.refusedHeartbeats-- > 0;
      response.statusCode = answer === undefined ? 404 : isRefused ? 400 : 200;
      response.end(answer ?? "");
    });
  }

  /** @param host the address of this computer to listen at */
  static async start(parameter: string, host = "127.0.0.1"): Promise<FakeAccount> {
    const account = new FakeAccount(parameter);
    await new Promise<void>((resolve) => account.#server.listen(0, host, resolve));
    return account;
  }

  #answer({ method, url = "", headers }: IncomingMessage, body: string): string | undefined {
    if (method === "PUT") return "a-token";
    const metadata = /^\/latest\/meta-data\/(.+)$/.exec(url)?.[1];
    if (metadata !== undefined) {
      const isKnown = headers["x-aws-ec2-metadata-token"] === "a-token";
      return isKnown ? this.#metadata(metadata) : undefined;
    }
    const signed = /Credential=AKIA\/\d{8}\/eu-central-1\/(\w+)\/aws4_request, SignedHeaders=(\S+),/.exec(
      headers.authorization ?? "",
    );
    if (`/${signed?.[1]}/` !== url || !signed?.[2]?.includes("x-amz-security-token"))
      this.problems.push(`${url} was signed as ${headers.authorization}`);
    if (headers["x-amz-security-token"] !== session.token) this.problems.push("no session token");
    if (url === "/ssm/") {
      this.calls.push(`${headers["x-amz-target"]} ${body}`);
      return (
        this.parameter && JSON.stringify({ Parameter: { Name: "/p", Value: this.parameter, Version: 1 } })
      );
    }
    this.calls.push(new URLSearchParams(body).toString());
    return "<CompleteLifecycleActionResponse/>";
  }

  #metadata(category: string): string | undefined {
    const role = "iam/security-credentials/";
    return {
      "instance-id": instance,
      "autoscaling/target-lifecycle-state": this.state,
      [role]: "swarm-pool-web",
      [`${role}swarm-pool-web`]: JSON.stringify(
        { Code: "Success", AccessKeyId: "AKIA", SecretAccessKey: session.secret, Token: session.token },
        undefined,
        2,
      ),
      ...Object.fromEntries(this.notices),
    }[category];
  }

  get url(): string {
    const { address, port } = this.#server.address() as AddressInfo;
    return `http://${address}:${port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
