import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Clone, Ran } from "./clone.ts";
import { Folder } from "./folder.ts";

/** Root can write to read-only files, but not to a read-only mount; the mount ends with the command. */
const mounted = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"';

/**
 * A copy of a clone's state in a backend of the user's own that is read-only, like a bucket for the role of a
 * preview. The stack's file gets the salt of the passphrase, as with any shared state.
 */
export class ReadOnlyState implements Disposable {
  readonly #folder = new Folder();
  readonly #clone: Clone;
  readonly #stack: string;

  constructor(clone: Clone) {
    this.#clone = clone;
    this.#stack = clone.stack;
    cpSync(clone.path(".state/.pulumi"), this.#folder.at("state/.pulumi"), { recursive: true });
    for (const path of this.#paths()) chmodSync(path, 0o555);
  }

  get salt(): string {
    const [file = ""] = this.#paths().filter((path) => path.endsWith(`/${this.#stack}.json.gz`));
    return JSON.parse(gunzipSync(readFileSync(file)).toString()).checkpoint.latest.secrets_providers.state
      .salt;
  }

  /** Runs an npm command of the project, or any other program, with this state. */
  async run(...args: string[]): Promise<Ran> {
    const path = this.#folder.at("state");
    const variables = [
      `PULUMI_BACKEND_URL=${pathToFileURL(path).href}`,
      `PULUMI_CONFIG_PASSPHRASE_FILE=${this.#clone.path(".state/passphrase")}`,
    ];
    const before = this.#content();
    const command = ["env", ...variables, ...args];
    const isRoot = process.getuid?.() === 0;
    const [program = "", ...rest] = isRoot
      ? ["unshare", "--mount", "sh", "-c", mounted, "-", path, ...command]
      : command;
    const ran = await this.#clone.run(program, rest);
    assert.deepEqual(this.#content(), before);
    return ran;
  }

  npm(command: string, ...args: string[]): Promise<Ran> {
    return this.run("npm", "run", "--silent", command, "--", "--stack", this.#stack, ...args);
  }

  #paths(): string[] {
    const entries = readdirSync(this.#folder.at("state"), { recursive: true, withFileTypes: true });
    return entries.map((entry) => join(entry.parentPath, entry.name));
  }

  #content(): string[] {
    const entries = readdirSync(this.#folder.at("state"), { recursive: true, withFileTypes: true });
    return entries
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return entry.isFile()
          ? `${path} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`
          : path;
      })
      .sort();
  }

  [Symbol.dispose](): void {
    for (const path of this.#paths()) chmodSync(path, 0o755);
    this.#folder[Symbol.dispose]();
  }
}
