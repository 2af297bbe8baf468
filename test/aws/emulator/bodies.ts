import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AwsState, Instance } from "./awsApi.ts";
import { metadataAddress } from "./metadata.ts";
import { images, internet, label, registryHost, runFolder, serviceHosts, vpc } from "./places.ts";
import { lines, run } from "./program.ts";
import type { Volumes } from "./volumes.ts";

/** The files that every machine gets. */
export interface BodyFiles {
  /** The CA certificate of the registry. */
  readonly authority: string;
  /** That certificate, and all that this computer trusts. */
  readonly bundle: string;
  /** The program that gives a node its registry password. */
  readonly credentialHelper: string;
}

interface Body {
  readonly container: string;
  readonly privateAddress: string;
  running: boolean;
  /** The address that the machine has now. */
  publicAddress: string | null;
  readonly volumes: Set<string>;
}

const systemctl = join(import.meta.dirname, "systemctl.sh");
const hosts = [registryHost, ...Object.values(serviceHosts)];

/** The most bytes of user data that EC2 accepts. */
const mostUserData = 16_384;

/**
 * One container for each running EC2 instance: it boots with the instance's user data and has its addresses.
 */
export class Bodies {
  private readonly files: BodyFiles;
  private readonly metadata: string;
  private readonly volumes: Volumes;
  private readonly bodies = new Map<string, Body>();
  private network: string | undefined;

  /** @param metadata where the metadata service listens */
  constructor(files: BodyFiles, metadata: string, volumes: Volumes) {
    this.files = files;
    this.metadata = metadata;
    this.volumes = volumes;
  }

  /** The container of a machine, found by the machine's tag `swarm.node`, or its id at the end of the name. */
  containerOf(state: AwsState, node: string): string {
    const [instance] = state.instances.filter(
      ({ id, tags }) => (tags["swarm.node"] === node || node.endsWith(id)) && this.bodies.has(id),
    );
    if (!instance) throw new Error(`no machine runs for ${node}`);
    return containerName(instance.id);
  }

  async follow(state: AwsState): Promise<void> {
    const wanted = state.instances.filter(({ state }) => state !== "terminated" && state !== "shutting-down");
    const gone = [...this.bodies.keys()].filter((id) => !wanted.some((instance) => instance.id === id));
    await Promise.all(gone.map((id) => this.remove(id)));
    await this.followNetwork(state);
    await Promise.all(wanted.map((instance) => this.followInstance(instance, state)));
  }

  private async followNetwork({ vpcs, instances }: AwsState): Promise<void> {
    const range = vpcs.find(({ id }) => instances.some((one) => one.vpc === id))?.range ?? vpcs[0]?.range;
    if (range === this.network || (range === undefined && this.bodies.size > 0)) return;
    if (this.network !== undefined) await run("docker", "network", "rm", vpc.network);
    this.network = range;
    if (range === undefined) return;
    const bridge = `com.docker.network.bridge.name=${vpc.bridge}`;
    await run(
      ...["docker", "network", "create", "--label", label, "--subnet", range, "--opt", bridge],
      ...[vpc.network],
    );
  }

  private async followInstance(instance: Instance, state: AwsState): Promise<void> {
    const isUp = instance.state === "pending" || instance.state === "running";
    let body = this.bodies.get(instance.id);
    if (!body && isUp) {
      body = await this.create(instance);
      this.bodies.set(instance.id, body);
    }
    if (!body) return;
    if (isUp !== body.running) await this.setPower(body, isUp);
    if (!isUp) return;
    await this.followAddress(body, instance.publicAddress);
    for (const volume of [...body.volumes].filter((id) => !instance.volumes.includes(id))) {
      body.volumes.delete(volume);
      await this.volumes.detach(volume, body.container);
    }
    for (const volume of instance.volumes.filter((id) => !body.volumes.has(id))) {
      const { gibibytes = 8 } = state.volumes.find(({ id }) => id === volume) ?? {};
      await this.volumes.attach(volume, gibibytes, body.container);
      body.volumes.add(volume);
    }
  }

  private async create({ id, privateAddress, userData }: Instance): Promise<Body> {
    const data = Buffer.from(userData, "base64");
    if (data.length > mostUserData)
      throw new Error(`${id}: ${data.length} bytes of user data, and EC2 takes ${mostUserData}`);
    const container = containerName(id);
    const hostname = `ip-${privateAddress.replaceAll(".", "-")}`;
    const seed = join(runFolder, "bodies", id);
    mkdirSync(seed, { recursive: true });
    writeFileSync(join(seed, "user-data"), data, { mode: 0o600 });
    writeFileSync(join(seed, "meta-data"), `instance-id: ${id}\nlocal-hostname: ${hostname}\n`);
    const { authority, bundle, credentialHelper } = this.files;
    const files = {
      [seed]: "/var/lib/cloud/seed/nocloud",
      [authority]: `/etc/docker/certs.d/${registryHost}/ca.crt`,
      [bundle]: "/etc/ssl/certs/ca-certificates.crt",
      [credentialHelper]: "/usr/local/bin/docker-credential-ecr-login",
      [systemctl]: "/usr/local/bin/systemctl",
    };
    await run(
      ...["docker", "run", "--detach", "--privileged", "--label", label, "--name", container],
      ...["--network", vpc.network, "--ip", privateAddress, "--hostname", hostname],
      ...hosts.flatMap((host) => ["--add-host", `${host}:${internet.prefix}.1`]),
      ...Object.entries(files).flatMap(([here, there]) => ["--volume", `${here}:${there}:ro`]),
      images.body,
    );
    await this.leadToMetadata(container);
    return { container, privateAddress, running: true, publicAddress: null, volumes: new Set() };
  }

  /** Only from the machine itself: containers get no answer, as with the hop limit of 1. */
  private async leadToMetadata(container: string): Promise<void> {
    const rule = ["-d", metadataAddress, "-p", "tcp", "--dport", "80", "-j", "DNAT"];
    const change = ["iptables", "-t", "nat", "-A", "OUTPUT", ...rule, "--to-destination", this.metadata];
    await run("docker", "exec", container, ...change);
  }

  /** A machine that starts has neither the addresses nor the devices from before. */
  private async setPower(body: Body, isUp: boolean): Promise<void> {
    await run("docker", isUp ? "start" : "stop", body.container);
    body.running = isUp;
    if (isUp) await this.leadToMetadata(body.container);
    body.volumes.clear();
    await this.forgetRoute(body);
  }

  /** The machine itself has its public address here, and a route leads to it. */
  private async followAddress(body: Body, address: string | null): Promise<void> {
    if (address === body.publicAddress) return;
    const onMachine = ["docker", "exec", body.container, "ip", "address"] as const;
    if (body.publicAddress) {
      await run(...onMachine, "del", `${body.publicAddress}/32`, "dev", "eth0");
      await this.forgetRoute(body);
    }
    if (!address) return;
    await run(...onMachine, "add", `${address}/32`, "dev", "eth0");
    await run("ip", "route", "replace", `${address}/32`, "via", body.privateAddress, "dev", vpc.bridge);
    body.publicAddress = address;
  }

  private async forgetRoute(body: Body): Promise<void> {
    if (body.publicAddress) await run("ip", "route", "del", `${body.publicAddress}/32`, "dev", vpc.bridge);
    body.publicAddress = null;
  }

  private async remove(id: string): Promise<void> {
    const body = this.bodies.get(id);
    if (!body) return;
    await this.forgetRoute(body);
    await run("docker", "rm", "--force", "--volumes", body.container);
    this.bodies.delete(id);
  }
}

/** Runs a command on a machine; returns its output by line. */
export function onBody(container: string, ...args: string[]): Promise<string[]> {
  return lines("docker", "exec", container, ...args);
}

function containerName(instance: string): string {
  return `swarm-aws-${instance}`;
}
