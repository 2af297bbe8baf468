import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { AwsApi } from "./awsApi.ts";
import { images, internet, label, registryHost, runFolder } from "./places.ts";
import { run } from "./program.ts";

const container = "swarm-aws-registry";

/**
 * ECR: a real registry behind the host name, with the repositories and passwords of the AWS API.
 *
 * Like ECR, it refuses repositories that do not exist, and another image under an immutable tag.
 */
export class Ecr {
  /** The password with which a node pulls; on EC2 the instance profile gives it. */
  readonly nodePassword = randomBytes(24).toString("base64url");
  private readonly api: AwsApi;
  private readonly password = randomBytes(24).toString("base64url");
  private readonly tags = new Map<string, string>();
  private registry = "";

  constructor(api: AwsApi) {
    this.api = api;
  }

  async start(): Promise<void> {
    const file = join(runFolder, "registry-password");
    writeFileSync(file, this.password, { mode: 0o600 });
    await run(
      ...["docker", "run", "--detach", "--label", label, "--name", container],
      ...["--network", internet.network, "--volume", `${file}:/etc/swarm/registry-password:ro`],
      images.registry,
    );
    const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
    this.registry = await run("docker", "inspect", "--format", format, container);
  }

  answer(asked: IncomingMessage, answer: ServerResponse): void {
    this.respond(asked, answer).catch((error) => refuse(answer, 500, "UNKNOWN", String(error)));
  }

  private async respond(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const [user, password] = credentialsOf(asked.headers);
    const { tokens, repositories } = await this.api.state();
    const isNode = password === this.nodePassword;
    if (user !== "AWS" || !(isNode || tokens.includes(password))) {
      answer.setHeader(
        "www-authenticate",
        `Basic realm="https://${registryHost}/",service="ecr.amazonaws.com"`,
      );
      return refuse(answer, 401, "UNAUTHORIZED", "authentication required");
    }
    const isRead = asked.method === "GET" || asked.method === "HEAD";
    if (isNode && !isRead) return refuse(answer, 403, "DENIED", "not authorized to perform: ecr:PutImage");
    const [, name, kind, reference] = asked.url?.match(/^\/v2\/(.+?)\/(manifests|blobs|tags)\/(.*)$/) ?? [];
    if (name === undefined) return void (await this.forward(asked, answer));
    const repository = repositories.find((one) => one.name === name);
    if (!repository)
      return refuse(answer, 404, "NAME_UNKNOWN", `The repository with name '${name}' does not exist`);
    const tag = decodeURIComponent(reference ?? "");
    if (kind === "manifests" && asked.method === "PUT")
      await this.putImage(asked, answer, { ...repository, tag });
    else await this.forward(asked, answer);
  }

  private async putImage(
    asked: IncomingMessage,
    answer: ServerResponse,
    { name, immutable, tag }: { name: string; immutable: boolean; tag: string },
  ): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of asked) pieces.push(piece);
    const manifest = Buffer.concat(pieces);
    const digest = `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
    const before = this.tags.get(`${name}:${tag}`);
    if (immutable && before !== undefined && before !== digest) {
      const message = `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the repository is immutable.`;
      return refuse(answer, 400, "TAG_INVALID", message);
    }
    const status = await this.forward(asked, answer, manifest);
    if (status !== 201) return;
    this.tags.set(`${name}:${tag}`, digest);
    const mediaType = asked.headers["content-type"] ?? "";
    await this.api.noteImage({ repository: name, tag, digest, mediaType, manifest: manifest.toString() });
  }

  /** Forwards a request unchanged, except for the registry's own password. */
  private async forward(
    asked: IncomingMessage,
    answer: ServerResponse,
    body?: Buffer,
  ): Promise<number | undefined> {
    const headers = {
      ...asked.headers,
      authorization: `Basic ${Buffer.from(`swarm:${this.password}`).toString("base64")}`,
      "x-forwarded-proto": "https",
    };
    const { method, url: path } = asked;
    const passedOn = request({ host: this.registry, port: 5000, method, path, headers });
    await Promise.all([
      pipeline(body === undefined ? asked : Readable.from([body]), passedOn),
      once(passedOn, "response").then(async ([back]: IncomingMessage[]) => {
        answer.writeHead(back?.statusCode ?? 500, back?.headers);
        await pipeline(back as IncomingMessage, answer);
      }),
    ]);
    return answer.statusCode;
  }
}

function credentialsOf({ authorization = "" }: IncomingHttpHeaders): [user: string, password: string] {
  const [user = "", ...password] = Buffer.from(authorization.replace(/^Basic /, ""), "base64")
    .toString()
    .split(":");
  return [user, password.join(":")];
}

/** An error response in the registries' format. */
function refuse(answer: ServerResponse, status: number, code: string, message: string): void {
  if (answer.headersSent) {
    answer.destroy();
    return;
  }
  answer.writeHead(status, { "content-type": "application/json" });
  answer.end(JSON.stringify({ errors: [{ code, message }] }));
}
