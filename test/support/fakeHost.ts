import { appendFileSync } from "node:fs";
import { type PayloadRecord, payloadOf } from "../../components/steps/payload.ts";
import type { SwarmScope } from "../../components/steps/remoteStep.ts";
import { payloadFunctions, stepScript, storedScript } from "../../components/steps/script.ts";
import { inlineCommand } from "../../components/steps/shell.ts";
import { nodeCertificate } from "./certificate.ts";
import { type Command, CommandServer, client } from "./commandServer.ts";
import { Folder } from "./folder.ts";
import { type Outcome, run } from "./run.ts";
import { scriptFile } from "./scripts.ts";

/** The line of prelude.sh that limits the number of attempts. */
const patience = "until_true_left=$(($1 * 5))";

/** The id of the cluster that a script runs for. */
export const cluster = "c0ffee00c0ffee00c0ff";

/** How a script returns a text to the program (`output` in prelude.sh). */
export function handedBack(text: string): string {
  return `\nswarm-output-begin\n${text}\nswarm-output-end\n`;
}

/** The result of a script: how it ended, and every call of a fake command. */
export interface HostOutcome extends Outcome {
  readonly calls: readonly string[];
}

/**
 * A host whose `docker` and similar commands are shell scripts or functions of the test that only record calls
 * and answer. An error in a function fails the run.
 *
 * Everything else is real: the shell, its pipes, locks and signals. No time passes: `sleep` returns at once,
 * and a wait tries four times, however long the script would wait.
 */
export class FakeHost implements Disposable {
  readonly #folder = new Folder();
  readonly #functions = new Map<string, Command>();
  readonly #errors: unknown[] = [];
  #server: CommandServer | undefined;
  /**
   * The scope, the cluster and the swarm to adopt; `any` skips the ownership check
   * (test/unit/components/steps/scripts/owner.spec.ts).
   */
  owner: readonly [scope: SwarmScope, cluster: string, adopt: string] = ["any", cluster, ""];

  /** @param commands by name; `$*` contains their arguments, and they share the folder `$HOST` */
  constructor(commands: Readonly<Record<string, string | Command>>) {
    const all = { hostname: "echo this-host", sleep: ":", ...commands };
    for (const [name, answer] of Object.entries(all)) this.#command(name, answer, name in commands);
    this.#folder.write({ calls: "", "locks/none": "", "memory/none": "" });
  }

  /** Changes the answer of one of the commands. */
  replace(name: string, answer: string | Command): this {
    return this.#command(name, answer, true);
  }

  #command(name: string, answer: string | Command, isNoted: boolean): this {
    if (typeof answer === "function") {
      this.#functions.set(name, (args, input, environment) => {
        appendFileSync(this.path("calls"), `${[name, ...args].join(" ")}\n`);
        return answer(args, input, environment);
      });
      this.#folder.write({ [`bin/${name}`]: client(name, this.path("port")) }, 0o755);
      return this;
    }
    const note = isNoted ? `printf '%s\\n' "${name} $*" >>"$HOST/calls"\n` : "";
    const text = `#!/bin/sh\nHOST='${this.#folder.path}'\n${note}${answer}\n`;
    this.#folder.write({ [`bin/${name}`]: text }, 0o755);
    return this;
  }

  /**
   * Runs one of the components' scripts like a remote step.
   *
   * @param path of the script; or of the files with its functions, and last of the script
   * @param changes replacements in the script's text, such as a port that is free
   */
  run(
    path: string | readonly string[],
    args: readonly string[],
    payload?: readonly PayloadRecord[],
    changes: Readonly<Record<string, string>> = {},
  ): Promise<HostOutcome> {
    const reading = payload ? [payloadFunctions] : [];
    return this.#run(stepScript(...reading, ...[path].flat().map(scriptFile)), args, payload, changes);
  }

  /**
   * Runs a remote step's script as the machines store it, with its functions.
   *
   * @param payload records; or standard input as it is
   */
  runStored(
    path: string,
    args: readonly string[],
    payload?: readonly PayloadRecord[] | string,
    changes: Readonly<Record<string, string>> = {},
  ): Promise<HostOutcome> {
    return this.#run(storedScript(scriptFile(path)).text, args, payload, changes);
  }

  /** Runs a text as the script of a remote step. */
  runText(
    text: string,
    args: readonly string[],
    changes: Readonly<Record<string, string>> = {},
  ): Promise<HostOutcome> {
    return this.#run(stepScript() + text, args, undefined, changes);
  }

  async #run(
    whole: string,
    args: readonly string[],
    payload: readonly PayloadRecord[] | string | undefined,
    changes: Readonly<Record<string, string>>,
  ): Promise<HostOutcome> {
    const script = this.#adapted(whole, changes);
    const text = inlineCommand(Buffer.byteLength(script), {
      name: "swarm-test",
      args: [...this.owner, ...args],
      deadline: 20,
      root: true,
    });
    const env = {
      ...process.env,
      PATH: `${this.#folder.at("bin")}:${process.env.PATH}`,
    };
    await this.#listen();
    const outcome = await run("sh", ["-c", text], {
      input: script + (typeof payload === "object" ? payloadOf(payload) : (payload ?? "")),
      env,
    });
    if (this.#errors.length > 0) throw this.#errors[0];
    const calls = this.read("calls").split("\n").slice(0, -1);
    this.#folder.write({ calls: "" });
    return { ...outcome, calls };
  }

  async #listen(): Promise<void> {
    if (this.#server || this.#functions.size === 0) return;
    this.#server = new CommandServer(this.#functions, (error) => this.#errors.push(error));
    this.write("port", String(await this.#server.listen()));
  }

  #adapted(script: string, changes: Readonly<Record<string, string>>): string {
    const all = {
      ...changes,
      [patience]: "until_true_left=4",
      "/run/swarm": this.path("locks"),
      // Nothing listens on this host unless the test writes the file.
      "! cat /proc/net/tcp /proc/net/tcp6": `! cat ${this.path("tcp")}`,
    };
    const adapted = Object.entries(all).reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`the script does not say ${from}`);
      return text.replaceAll(from, to);
    }, script);
    return adapted
      .replaceAll("=/run/", `=${this.path("locks")}/`)
      .replaceAll("/dev/shm/", `${this.path("memory")}/`)
      .replaceAll("/var/lib/docker/", `${this.path("docker")}/`);
  }

  /** Gives the machine the disk of a node of this swarm; `noted` is the cluster in its record. */
  inSwarm(swarm: string, noted?: string): this {
    if (noted !== undefined) this.write("docker/swarm-cluster", `${noted} ${swarm}\n`);
    return this.write("docker/swarm/certificates/swarm-node.crt", nodeCertificate(swarm));
  }

  /** Content of a file in `$HOST`. */
  read(name: string): string {
    return this.#folder.read(name);
  }

  write(name: string, content: string): this {
    this.#folder.write({ [name]: content });
    return this;
  }

  path(name: string): string {
    return this.#folder.at(name);
  }

  [Symbol.dispose](): void {
    this.#server?.[Symbol.dispose]();
    this.#folder[Symbol.dispose]();
  }
}
