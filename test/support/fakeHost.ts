import { type PayloadRecord, payloadOf } from "../../components/remote/payload.ts";
import { payloadFunctions, readScript } from "../../components/remote/script.ts";
import { scriptCommand } from "../../components/remote/shell.ts";
import { Folder } from "./folder.ts";
import { type Outcome, run } from "./run.ts";
import { scriptFile } from "./scripts.ts";

/** The line of prelude.sh that counts the looks. */
const patience = "until_true_left=$(($1 * 5))";

/** What a script did: how it ended, and every call of a command that stands in for a real one. */
export interface HostOutcome extends Outcome {
  readonly calls: readonly string[];
}

/**
 * A host whose `docker` and the like are shell scripts of the test; they only take notes and answer.
 *
 * Everything else is real: the shell, its pipes, locks and signals. No time passes: `sleep` returns at
 * once, and what is waited for is looked at four times, however long the script would wait.
 */
export class FakeHost implements Disposable {
  readonly #folder = new Folder();

  /** @param commands by name; `$*` is what they are called with, and they share the folder `$HOST` */
  constructor(commands: Readonly<Record<string, string>>) {
    const all = { hostname: "echo this-host", sleep: ":", ...commands };
    for (const [name, answer] of Object.entries(all)) {
      const note = name in commands ? `printf '%s\\n' "${name} $*" >>"$HOST/calls"\n` : "";
      const text = `#!/bin/sh\nHOST='${this.#folder.path}'\n${note}${answer}\n`;
      this.#folder.write({ [`bin/${name}`]: text }, 0o755);
    }
    this.#folder.write({ calls: "", "locks/none": "", "memory/none": "" });
  }

  /**
   * Runs one of the components' scripts as a remote step does.
   *
   * @param path of the script; of the files with its functions, and of the script as the last one
   * @param changes texts of the script that are others here, such as a port that is free
   */
  async run(
    path: string | readonly string[],
    words: readonly string[],
    payload?: readonly PayloadRecord[],
    changes: Readonly<Record<string, string>> = {},
  ): Promise<HostOutcome> {
    const reading = payload ? [payloadFunctions] : [];
    const files = [...reading, ...[path].flat().map(scriptFile)];
    const script = this.#adapted(readScript(...files), changes);
    const text = scriptCommand({
      name: "swarm-test",
      bytes: { before: 0, script: Buffer.byteLength(script), after: 0 },
      words,
      deadline: 20,
      root: true,
    });
    const env = {
      ...process.env,
      PATH: `${this.#folder.at("bin")}:${process.env.PATH}`,
    };
    const outcome = await run("sh", ["-c", text], {
      input: script + (payload ? payloadOf(payload) : ""),
      env,
    });
    const calls = this.read("calls").split("\n").slice(0, -1);
    this.#folder.write({ calls: "" });
    return { ...outcome, calls };
  }

  #adapted(script: string, changes: Readonly<Record<string, string>>): string {
    const all = { ...changes, [patience]: "until_true_left=4", "/run/swarm": this.path("locks") };
    const adapted = Object.entries(all).reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`the script does not say ${from}`);
      return text.replaceAll(from, to);
    }, script);
    return adapted
      .replaceAll("=/run/", `=${this.path("locks")}/`)
      .replaceAll("/dev/shm/", `${this.path("memory")}/`)
      .replaceAll("/var/lib/docker/", `${this.path("docker")}/`);
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
    this.#folder[Symbol.dispose]();
  }
}
