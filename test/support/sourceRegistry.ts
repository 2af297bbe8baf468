import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { baseArgument } from "./baseArgument.ts";
import { docker } from "./engine.ts";
import { Folder } from "./folder.ts";
import { Claim } from "./killedTests.ts";

const root = join(import.meta.dirname, "../..");

/** A registry with a password outside the cluster: the source of users' images. */
export class SourceRegistry {
  readonly address: string;
  readonly user = "swarm";
  private readonly name: string;
  private readonly folder: Folder;
  private readonly claim: Claim;
  private isRemoved = false;

  /** @param port on the loopback address, where an engine accepts plain HTTP */
  constructor(name: string, port: number, password: string) {
    this.name = name;
    this.claim = new Claim(name);
    this.address = `127.0.0.1:${port}`;
    this.folder = new Folder().write({
      password,
      "client/config.json": JSON.stringify({
        auths: {
          [this.address]: { auth: Buffer.from(`${this.user}:${password}`).toString("base64") },
        },
      }),
    });
    const context = join(root, "components/targets/local/registry/registryImage");
    docker("build", "--quiet", "--build-arg", `STACK=${name}`, ...baseArgument, "--tag", name, context);
    docker(
      ...["create", "--name", name, "--publish", `${this.address}:5000`, "--label", `swarm.stack=${name}`],
      ...["--volume", `${this.folder.at("password")}:/etc/swarm/registry-password:ro`, name],
    );
  }

  start(): void {
    docker("start", this.name);
  }

  stop(): void {
    docker("stop", "--time", "1", this.name);
  }

  /** Builds an image and pushes it; this computer's engine keeps no copy. */
  push(repository: string, tag: string, dockerfile: string): string {
    const tagged = `${this.address}/${repository}:${tag}`;
    const context = this.folder.at("context");
    mkdirSync(context, { recursive: true });
    writeFileSync(join(context, "Dockerfile"), dockerfile);
    docker("build", "--quiet", "--label", `swarm.test=${this.name}`, "--tag", tagged, context);
    const env = { ...process.env, DOCKER_CONFIG: this.folder.at("client") };
    execFileSync("docker", ["push", "--quiet", tagged], { env });
    const [digest = ""] = docker(
      "image",
      "inspect",
      "--format",
      "{{range .RepoDigests}}{{println .}}{{end}}",
      tagged,
    )
      .filter((line) => line.startsWith(`${this.address}/`))
      .map((line) => line.slice(line.indexOf("@") + 1));
    docker("image", "rm", tagged);
    return digest;
  }

  /** Idempotent. */
  remove(): void {
    if (this.isRemoved) return;
    this.isRemoved = true;
    docker("rm", "--force", "--volumes", this.name);
    docker("image", "rm", this.name);
    this.claim[Symbol.dispose]();
    this.folder[Symbol.dispose]();
  }
}
