import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { baseArgument } from "./baseArgument.ts";
import { docker } from "./engine.ts";
import { Folder } from "./folder.ts";
import type { Hosts } from "./hosts.ts";
import { selfSigned } from "./selfSigned.ts";

const context = join(import.meta.dirname, "../../components/targets/local/registry/registryImage");
const config = `version: 0.1
storage: {filesystem: {rootdirectory: /var/lib/registry}}
http: {addr: ":5000", tls: {certificate: /etc/swarm/cert, key: /etc/swarm/key}}
auth: {htpasswd: {realm: test, path: /run/htpasswd}}
`;
const trust = 'mkdir -p "/docker/certs.d/$1" && cat >"/docker/certs.d/$1/ca.crt"';
const distrust = 'rm -r "/docker/certs.d/$1" && rmdir --ignore-fail-on-non-empty /docker/certs.d';

/** A registry of the user's, with https only and a password, on the network of a test's machines. */
export class TlsRegistry implements Disposable {
  readonly user = "swarm";
  /** `172.31.86.5:5000`: the same for this computer and the machines. */
  readonly address: string;
  /** The certificate that its users must trust. */
  readonly certificateFile: string;
  readonly #folder = new Folder();
  readonly #name: string;
  readonly #label: string;

  /** @param machines that trust it, like this computer's engine */
  constructor(hosts: Hosts, machines: readonly string[], password: string) {
    const name = `${hosts.owner}-registry`;
    this.#name = name;
    this.#label = `swarm.stack=${hosts.owner}`;
    const host = hosts.address(-5);
    this.address = `${host}:5000`;
    const { cert, key } = selfSigned(host);
    this.#folder.write({ cert, key, "registry-password": password }).write({ "registry/config.yml": config });
    this.certificateFile = this.#folder.at("cert");
    docker(
      "build",
      "--quiet",
      "--build-arg",
      `STACK=${hosts.owner}`,
      ...baseArgument,
      "--tag",
      name,
      context,
    );
    docker(
      ...["create", "--name", name, "--label", this.#label],
      ...["--network", hosts.network, "--ip", host, name],
    );
    docker("cp", `${this.#folder.path}/.`, `${name}:/etc/swarm`);
    docker("cp", this.#folder.at("registry/config.yml"), `${name}:/etc/docker/registry/config.yml`);
    docker("start", name);
    this.#onThisEngine(trust, cert);
    for (const machine of machines) hosts.write(machine, `/etc/docker/certs.d/${this.address}/ca.crt`, cert);
  }

  /** The tags of a repository. */
  tags(repository: string): string[] {
    const folder = `/var/lib/registry/docker/registry/v2/repositories/${repository}/_manifests/tags`;
    return docker("exec", this.#name, "ls", folder).sort();
  }

  /** Changes the password of the running registry. */
  setPassword(password: string): void {
    const change = 'exec htpasswd -b -B -C 5 /run/htpasswd "$1" "$2" 2>&1';
    docker("exec", this.#name, "sh", "-c", change, "sh", this.user, password);
  }

  /** The container is removed with the machines. */
  [Symbol.dispose](): void {
    this.#onThisEngine(distrust);
    this.#folder[Symbol.dispose]();
  }

  /** Through a container: root owns the folder, which is on the engine's computer. */
  #onThisEngine(script: string, input = ""): void {
    const args = ["run", "--rm", "--interactive", "--label", this.#label, "--entrypoint", "sh"];
    const mount = ["--volume", "/etc/docker:/docker"];
    execFileSync("docker", [...args, ...mount, this.#name, "-c", script, "sh", this.address], { input });
  }
}
