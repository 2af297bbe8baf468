import { Folder } from "./folder.ts";
import { type Outcome, run } from "./run.ts";

/** A `docker` that records its calls and answers as the test says; first on this process's PATH. */
export class FakeDocker implements Disposable {
  readonly #folder = new Folder();
  readonly #path = process.env.PATH;

  /** @param answer shell text; `$*` contains docker's arguments */
  constructor(answer: string) {
    const note = `printf '%s\\n' "docker $*" >>'${this.#folder.at("calls")}'`;
    this.#folder.write({ "bin/docker": `#!/bin/sh\n${note}\n${answer}\n` }, 0o755);
    this.#folder.write({ calls: "" });
    process.env.PATH = `${this.#folder.at("bin")}:${this.#path}`;
  }

  /** Adds another command beside it. */
  add(name: string, answer: string): this {
    this.#folder.write({ [`bin/${name}`]: `#!/bin/sh\n${answer}\n` }, 0o755);
    return this;
  }

  /** Runs a script of this computer like its step. */
  async run(script: string, ...args: string[]): Promise<Outcome & { calls: string[] }> {
    this.#folder.write({ calls: "" });
    const outcome = await run("sh", ["-s", ...args], { input: script });
    return { ...outcome, calls: this.calls };
  }

  /** All calls of docker so far. */
  get calls(): string[] {
    return this.#folder.read("calls").split("\n").slice(0, -1);
  }

  [Symbol.dispose](): void {
    process.env.PATH = this.#path;
    this.#folder[Symbol.dispose]();
  }
}
