import type { ChildProcess } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { projectRoot } from "../../../setup/project.ts";
import { baseArgument } from "../../support/baseArgument.ts";
import { startApi, stopApi } from "./apiServer.ts";
import type { AwsApi, AwsState } from "./awsApi.ts";
import { Balancers } from "./balancers.ts";
import { Bodies } from "./bodies.ts";
import { type Certificate, makeCertificate } from "./certificate.ts";
import { Ecr } from "./ecr.ts";
import { Front } from "./front.ts";
import { Metadata } from "./metadata.ts";
import { images, internet, label, runFolder } from "./places.ts";
import { run } from "./program.ts";
import { Volumes } from "./volumes.ts";

/** The packages that the machines' first boot installs; preinstalled, so that they boot in seconds. */
const packages =
  "amazon-ecr-credential-helper chrony curl docker-cli docker.io e2fsprogs iproute2 iptables kmod".split(" ");

const region = "us-east-1";

interface Parts {
  readonly api: AwsApi;
  readonly ecr: Ecr;
  readonly metadata: Metadata;
  readonly front: Front;
  readonly certificate: Certificate;
}

/** An AWS account on this computer: the API, and the resources behind it. */
export class Emulator {
  readonly api: AwsApi;
  readonly bodies: Bodies;
  readonly ecr: Ecr;
  /** The environment with which Pulumi and its plugins use it as AWS. */
  readonly environment: Readonly<Record<string, string>>;
  private readonly server: ChildProcess;
  private readonly metadata: Metadata;
  private readonly front: Front;
  private readonly volumes: Volumes;
  private readonly balancers = new Balancers();
  private following: Promise<void> | undefined;
  private stopped = false;
  private ending: Promise<string[]> | undefined;
  /** Errors while it followed the API. */
  private readonly faults = new Set<string>();

  private constructor(server: ChildProcess, { api, ecr, metadata, front, certificate }: Parts) {
    this.server = server;
    this.api = api;
    this.ecr = ecr;
    this.metadata = metadata;
    this.front = front;
    const credentialHelper = join(runFolder, "docker-credential-ecr-login");
    const script = readFileSync(new URL("./credentialHelper.sh", import.meta.url), "utf8");
    writeFileSync(credentialHelper, script.replace("PASSWORD", ecr.nodePassword), { mode: 0o755 });
    this.volumes = new Volumes();
    const files = { authority: certificate.authority, bundle: certificate.bundle, credentialHelper };
    this.bodies = new Bodies(files, metadata.address, this.volumes);
    this.environment = {
      AWS_ENDPOINT_URL: api.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: region,
      AWS_EC2_METADATA_DISABLED: "true",
      SSL_CERT_FILE: certificate.bundle,
    };
  }

  static async start(): Promise<Emulator> {
    mkdirSync(runFolder, { recursive: true });
    await buildImages();
    const gateway = ["--subnet", `${internet.prefix}.0/24`, "--gateway", `${internet.prefix}.1`];
    const bridge = ["--opt", `com.docker.network.bridge.name=${internet.bridge}`];
    await run("docker", "network", "create", "--label", label, ...gateway, ...bridge, internet.network);
    const certificate = await makeCertificate();
    const { server, api } = await startApi(region);
    const ecr = new Ecr(api);
    await ecr.start();
    const metadata = new Metadata(api);
    await metadata.start();
    const front = new Front(ecr, metadata, api.url);
    await front.start(certificate);
    const emulator = new Emulator(server, { api, ecr, metadata, front, certificate });
    emulator.following = emulator.follow();
    return emulator;
  }

  /** The container of a node's machine. */
  async machine(node: string): Promise<string> {
    return this.bodies.containerOf(await this.api.state(), node);
  }

  async terminate(node: string): Promise<void> {
    const machine = await this.machine(node);
    const { instances } = await this.api.state();
    const { id = "" } = instances.find((instance) => machine.endsWith(instance.id)) ?? {};
    await this.api.call("ec2", "TerminateInstances", { "InstanceId.1": id });
    while ((await this.containers()).includes(machine)) await sleep(100);
  }

  /** Stops a node's machine, as a click in the console does. */
  async stopMachine(node: string): Promise<void> {
    await this.api.call("ec2", "StopInstances", { "InstanceId.1": await this.idOf(node) });
    while ((await this.running()).includes(await this.idOf(node))) await sleep(100);
  }

  /** The id of a node's instance. */
  async idOf(node: string): Promise<string> {
    const { instances } = await this.api.state();
    const found = instances.find(({ state, tags }) => tags["swarm.node"] === node && state !== "terminated");
    if (!found) throw new Error(`no instance is ${node}`);
    return found.id;
  }

  private running(): Promise<string> {
    return run("docker", "ps", "--filter", `label=${label}`, "--format", "{{.Names}}");
  }

  containers(): Promise<string> {
    return run("docker", "ps", "--all", "--filter", `label=${label}`, "--format", "{{.Names}}");
  }

  /** Returns the errors since it started, and the requests that AWS would not take. */
  stop(): Promise<string[]> {
    this.ending ??= this.end();
    return this.ending;
  }

  private async end(): Promise<string[]> {
    this.stopped = true;
    await this.following;
    await this.balancers.stop();
    this.front.stop();
    this.metadata.stop();
    const refused = await this.api.faults();
    await stopApi(this.server);
    return [...this.faults, ...refused];
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      try {
        const state = await this.api.state();
        await this.followOnce(state);
      } catch (error) {
        const { message } = error as Error;
        if (!this.faults.has(message)) appendFileSync(join(runFolder, "faults.log"), `${message}\n`);
        this.faults.add(message);
      }
      await sleep(200);
    }
  }

  private async followOnce(state: AwsState): Promise<void> {
    await this.balancers.follow(state);
    await this.bodies.follow(state);
    await this.volumes.follow(state);
  }
}

async function buildImages(): Promise<void> {
  const build = ["docker", "build", "--quiet"] as const;
  const body = join(projectRoot, "test", "support", "ec2Body");
  await run(...build, "--tag", images.body, "--build-arg", `PACKAGES=${packages.join(" ")}`, body);
  await run(
    ...build,
    ...baseArgument,
    "--tag",
    images.registry,
    join(projectRoot, "components", "targets", "local", "registry", "registryImage"),
  );
}
