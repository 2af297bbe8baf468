import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { deriveSshKeyPair } from "../../components/keys/keyMaterial.ts";
import { baseArgument } from "./baseArgument.ts";
import { docker } from "./engine.ts";
import { Folder } from "./folder.ts";
import { Claim } from "./killedTests.ts";
import { smallImage } from "./smallImage.ts";

export interface HostsArgs {
  /** Distinguishes machines of two specs that run at the same time; default: `a-test`. */
  readonly owner?: string;
  /** `172.31.86.0/24`: the machines have .10, .11, … */
  readonly subnet: string;
  /** Loopback port of the first machine's sshd; the next ones follow. */
  readonly firstPort: number;
  /** Loopback port that leads to the same port of the first machine. */
  readonly frontPort: number;
  /** More Debian packages to install on the machines. */
  readonly packages?: readonly string[];
}

/** Machines that existed before any cluster: containers that no Pulumi program created. */
export class Hosts implements Disposable {
  readonly #folder = new Folder();
  readonly #seed = randomBytes(32).toString("base64");
  readonly #args: HostsArgs;
  readonly #claim: Claim;
  /**
   * The label of everything made for the machines. Not the Pulumi stack's own, so npm run destroy ignores it.
   */
  readonly owner: string;
  /** The machines' network, and their image. */
  readonly network: string;
  /** The image for the tests' services. */
  readonly image: string;

  constructor(names: readonly string[], args: HostsArgs) {
    this.#args = args;
    this.owner = `hosts-of-${args.owner ?? "a-test"}`;
    this.network = `swarm-${this.owner}`;
    this.image = `${this.network}-service:1`;
    this.sweep();
    this.#claim = new Claim(this.owner);
    const context = join(import.meta.dirname, "../../components/targets/local/machines/machineImage");
    docker(
      "build",
      "--quiet",
      "--build-arg",
      `STACK=${this.owner}`,
      ...baseArgument,
      "--tag",
      this.network,
      context,
    );
    this.#install(args.packages ?? []);
    this.#buildImage();
    docker(
      "network",
      "create",
      "--label",
      `swarm.stack=${this.owner}`,
      "--subnet",
      args.subnet,
      this.network,
    );
    for (const [index, name] of names.entries()) this.#start(name, index);
    for (const name of names) this.#waitFor(name);
  }

  /** The private key for their users. */
  get privateKey(): string {
    return deriveSshKeyPair(this.#seed, "client").privateKey;
  }

  /** An entry of `swarm:hosts`. */
  entry(name: string, role: "manager" | "worker", index: number, more: object = {}) {
    return {
      name,
      role,
      host: "127.0.0.1",
      port: this.#args.firstPort + index,
      address: this.address(index),
      hostKey: deriveSshKeyPair(this.#seed, name).publicKey,
      ...more,
    };
  }

  address(index: number): string {
    return this.#args.subnet.replace(/0\/\d+$/, String(10 + index));
  }

  /** Runs a command on a machine; returns its output by line. */
  on(name: string, ...args: string[]): string[] {
    return docker("exec", this.#container(name), ...args);
  }

  /** The number of SSH connections that it has accepted. */
  connections(name: string): number {
    const { stderr } = spawnSync("docker", ["logs", this.#container(name)], { encoding: "utf8" });
    return stderr.split("\n").filter((line) => line.startsWith("Accepted publickey ")).length;
  }

  /** `inactive` outside of any swarm. */
  swarmState(name: string): string {
    return this.on(name, "docker", "info", "--format", "{{.Swarm.LocalNodeState}}").join();
  }

  /** Makes it neither answer nor refuse. */
  freeze(name: string): void {
    docker("pause", this.#container(name));
  }

  thaw(name: string): void {
    docker("unpause", this.#container(name));
  }

  /** Loads the image for the tests' services onto a machine. */
  loadImage(name: string): void {
    const script = 'docker save "$1" | docker exec -i "$2" docker load';
    execFileSync("sh", ["-c", script, "sh", this.image, this.#container(name)]);
  }

  /** Runs a shell command on a machine; returns its output by line. */
  sh(name: string, command: string): string[] {
    return this.on(name, "sh", "-c", command);
  }

  /** Adds a user who can log in with the same key. */
  addUser(name: string, user: string, shell: string): void {
    this.sh(
      name,
      `useradd --create-home --shell ${shell} --password '*' ${user}
       cp /run/swarm/authorized_keys /etc/ssh/${user}_keys && chmod 644 /etc/ssh/${user}_keys
       printf 'Match User ${user}\nAuthorizedKeysFile /etc/ssh/${user}_keys\n' >/etc/ssh/sshd_config.d/zz-${user}.conf
       kill -HUP "$(pgrep -o -x sshd)"`,
    );
  }

  /** Writes a file on a machine, and creates its folders. */
  write(name: string, path: string, text: string): void {
    const script = 'mkdir -p "$(dirname "$1")" && cat >"$1"';
    const args = ["exec", "--interactive", this.#container(name), "sh", "-c", script, "sh", path];
    execFileSync("docker", args, { input: text });
  }

  /** Copies folders and files of one machine to another, as a copied disk has them. */
  copy(from: string, to: string, ...paths: string[]): void {
    const script =
      'from=$1; to=$2; shift 2; docker exec "$from" tar -C / -cf - "$@" | docker exec -i "$to" tar -C / -xf -';
    const relative = paths.map((path) => path.replace(/^\//, ""));
    execFileSync("sh", ["-c", script, "sh", this.#container(from), this.#container(to), ...relative]);
  }

  #install(packages: readonly string[]): void {
    if (packages.length === 0) return;
    const install = `apt-get update && apt-get install --yes --no-install-recommends ${packages.join(" ")}`;
    const args = ["build", "--quiet", "--tag", this.network, "-"];
    execFileSync("docker", args, {
      input: `FROM ${this.network}\nRUN ${install}\n`,
      stdio: ["pipe", "ignore", "pipe"],
    });
  }

  #buildImage(): void {
    const args = ["build", "--quiet", "--label", `swarm.stack=${this.owner}`, "--tag", this.image, "-"];
    execFileSync("docker", args, { input: smallImage(), stdio: ["pipe", "ignore", "pipe"] });
  }

  #start(name: string, index: number): void {
    const { firstPort, frontPort } = this.#args;
    const keys = this.#folder
      .write({ [`${name}/ssh_host_ed25519_key`]: deriveSshKeyPair(this.#seed, name).privateKey })
      .write({ [`${name}/authorized_keys`]: `${deriveSshKeyPair(this.#seed, "client").publicKey}\n` });
    docker(
      ...["create", "--privileged", "--name", this.#container(name), "--hostname", name],
      ...["--label", `swarm.stack=${this.owner}`, "--network", this.network, "--ip", this.address(index)],
      ...["--publish", `127.0.0.1:${firstPort + index}:22`],
      ...(index === 0 ? ["--publish", `127.0.0.1:${frontPort}:${frontPort}`] : []),
      this.network,
    );
    docker("cp", `${keys.at(name)}/.`, `${this.#container(name)}:/etc/swarm`);
    docker("start", this.#container(name));
  }

  #waitFor(name: string): void {
    const ready = "until docker version && pgrep -x sshd; do sleep 0.2; done";
    docker("exec", this.#container(name), "timeout", "60", "sh", "-c", ready);
  }

  #container(name: string): string {
    return `${this.owner}-${name}`;
  }

  /** Removes everything that this or an earlier run left. */
  sweep(): void {
    const ours = ["--quiet", "--filter", `label=swarm.stack=${this.owner}`];
    const containers = docker("ps", "--all", ...ours);
    if (containers.length > 0) docker("rm", "--force", "--volumes", ...containers);
    for (const id of docker("network", "ls", ...ours)) docker("network", "rm", id);
    const images = [...new Set(docker("image", "ls", ...ours))];
    if (images.length > 0) docker("image", "rm", "--force", ...images);
  }

  [Symbol.dispose](): void {
    this.sweep();
    this.#claim[Symbol.dispose]();
    this.#folder[Symbol.dispose]();
  }
}
