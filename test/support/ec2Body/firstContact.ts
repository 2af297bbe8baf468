import { setTimeout as sleep } from "node:timers/promises";
import { readScript } from "../../../components/steps/script.ts";
import { inlineCommand } from "../../../components/steps/shell.ts";
import { Folder } from "../folder.ts";
import { type Outcome, run } from "../run.ts";
import { scriptFile } from "../scripts.ts";

/** Printed before any server answered. */
const absent = /Connection refused|kex_exchange_identification/;

/** Real SSH to a machine on this computer, with the given keys only: it accepts no other host key. */
export class FirstContact implements Disposable {
  readonly #folder = new Folder();
  readonly #port: number;

  /** @param hostKey the one that the machine must have */
  constructor(port: number, privateKey: string, hostKey: string) {
    this.#port = port;
    this.#folder.write({ key: privateKey, known: `[127.0.0.1]:${port} ${hostKey}\n` }, 0o600);
  }

  /** `ssh USER@machine COMMAND` with this input; retries until sshd runs. */
  async run(user: string, command: string, input = ""): Promise<Outcome> {
    const options = {
      BatchMode: "yes",
      IdentitiesOnly: "yes",
      GlobalKnownHostsFile: "/dev/null",
      StrictHostKeyChecking: "yes",
      UserKnownHostsFile: this.#folder.at("known"),
    };
    const args = Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
    const identity = ["-F", "none", "-i", this.#folder.at("key"), "-p", String(this.#port)];
    for (let attempts = 60; ; attempts--) {
      const outcome = await run("ssh", [...identity, ...args, `${user}@127.0.0.1`, command], { input });
      if (attempts === 0 || outcome.code !== 255 || !absent.test(outcome.stderr)) return outcome;
      await sleep(500);
    }
  }

  /** Runs one of the components' scripts like its remote step. */
  step(user: string, path: string, ...args: string[]): Promise<Outcome> {
    const script = readScript(scriptFile(path));
    const call = { name: "swarm-test", args, deadline: 200, root: false };
    const command = inlineCommand(Buffer.byteLength(script), call);
    return this.run(user, command, script);
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}
