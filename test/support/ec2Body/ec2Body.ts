import { docker } from "../engine.ts";
import { Folder } from "../folder.ts";
import { type Outcome, run } from "../run.ts";

/** The packages of the first boot; an image that contains them boots in seconds. */
export const bootPackages: readonly string[] = [
  ...["amazon-ecr-credential-helper", "chrony", "curl", "docker-cli", "docker.io", "iptables"],
];

/** Builds the body's image; `packages` are installed before a machine boots. */
export function buildBody(image: string, stack: string, packages: readonly string[] = []): void {
  const settings = { STACK: stack, PACKAGES: packages.join(" ") };
  const args = Object.entries(settings).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
  docker("build", "--quiet", "--tag", image, ...args, import.meta.dirname);
}

export interface Ec2BodyArgs {
  /** Name of the container. */
  readonly name: string;
  readonly image: string;
  readonly userData: string;
  /** `i-…` */
  readonly instance: string;
  /** More arguments for `docker create`: labels, network, address, ports, volumes. */
  readonly options?: readonly string[];
}

/**
 * An EC2 machine as a privileged container: cloud-init boots it with its user data, sshd and the engine run.
 */
export class Ec2Body {
  readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }

  /** Creates the machine; `start` begins its first boot. */
  static create({ name, image, userData, instance, options = [] }: Ec2BodyArgs): Ec2Body {
    docker("create", "--name", name, "--privileged", ...options, image);
    using seed = new Folder().write({
      "user-data": userData,
      "meta-data": `instance-id: ${instance}\n`,
    });
    docker("cp", `${seed.path}/.`, `${name}:/var/lib/cloud/seed/nocloud`);
    return new Ec2Body(name);
  }

  start(): this {
    docker("start", this.name);
    return this;
  }

  /**
   * Attaches an EBS volume `vol-…` that is a file in the container.
   *
   * Another body gets the same volume with the same file, for example in a named volume, but only after the
   * first body is removed.
   */
  attach(volume: string, file: string, size = "1G"): this {
    docker("exec", "--detach", this.name, "/disk.sh", volume, file, size);
    return this;
  }

  /** Runs a command on the machine as root. */
  run(...args: string[]): Promise<Outcome> {
    return run("docker", ["exec", this.name, ...args]);
  }

  /** Removes it even if it runs; its volumes are then free. */
  remove(): void {
    docker("rm", "--force", "--volumes", this.name);
  }
}
