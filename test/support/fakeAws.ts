import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** The parameters of a call: `{Action: "GetCallerIdentity", Version: …}`. */
export type AwsCall = Readonly<Record<string, string>>;

/** The XML inside the result, or an error. */
export type AwsAnswer = string | { readonly code: string; readonly message: string };

/**
 * AWS services with the query protocol, played on this computer; the clients are AWS's own.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export class FakeAws {
  readonly calls: AwsCall[] = [];
  private readonly before = { ...process.env };
  private readonly server: Server;
  private readonly answer: (call: AwsCall) => AwsAnswer;

  private constructor(answer: (call: AwsCall) => AwsAnswer) {
    this.answer = answer;
    this.server = createServer((request, response) => {
      let text = "";
      request.on("data", (piece) => {
        text += piece;
      });
      request.on("end", () => {
        const { status, body } = this.answerTo(Object.fromEntries(new URLSearchParams(text)));
        response.writeHead(status, { "content-type": "text/xml" });
        response.end(body);
      });
    });
  }

  /** Sets this process's AWS_* variables until `stop`. */
  static async start(answer: (call: AwsCall) => AwsAnswer): Promise<FakeAws> {
    const fake = new FakeAws(answer);
    await new Promise<void>((resolve) => fake.server.listen(0, "127.0.0.1", resolve));
    forgetVariables();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(fake.server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "key",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
    });
    return fake;
  }

  async stop(): Promise<void> {
    forgetVariables();
    Object.assign(process.env, this.before);
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answerTo(call: AwsCall): { status: number; body: string } {
    this.calls.push(call);
    const answer = this.answer(call);
    const { Action = "" } = call;
    if (typeof answer === "string")
      return {
        status: 200,
        body: `<${Action}Response><${Action}Result>${answer}</${Action}Result></${Action}Response>`,
      };
    const { code, message } = answer;
    return {
      status: 400,
      body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    };
  }
}

/** STS's answer for credentials of this account. */
export const identityOf = (account: string) =>
  `<Arn>arn:aws:iam::${account}:user/deployer</Arn><UserId>AIDA</UserId><Account>${account}</Account>`;

function forgetVariables(): void {
  for (const name of Object.keys(process.env).filter((key) => key.startsWith("AWS_")))
    delete process.env[name];
}
