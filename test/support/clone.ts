import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir, setPriority, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { clonePrefix, own } from "./killedTests.ts";

const root = join(import.meta.dirname, "../..");

/** The result of a command. */
export interface Ran {
  readonly code: number;
  /** Both streams, as the user saw them. */
  readonly output: string;
}

/** What differs from the environment of the user. */
export interface CloneOptions {
  /** Added to the user's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Pulumi's plugin folder; default: the user's. */
  readonly plugins?: string;
  /** True keeps Pulumi's own logs, in `.state/home/logs`. */
  readonly keepsLogs?: boolean;
}

/** A copy of the project like a newcomer's clone, with its own stack and state. */
export class Clone {
  readonly folder = mkdtempSync(join(tmpdir(), clonePrefix));
  readonly stack: string;
  /** The output of all commands. */
  transcript = "";
  /** The last command was `destroy`, and it succeeded. */
  private isDestroyed = false;
  private readonly options: CloneOptions;

  constructor(stack: string, config: Readonly<Record<string, unknown>>, options: CloneOptions = {}) {
    this.stack = stack;
    this.options = options;
    own(this.folder, stack);
    const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
      cwd: root,
    });
    for (const file of files.toString().split("\n").filter(Boolean)) {
      mkdirSync(dirname(this.path(file)), { recursive: true });
      cpSync(join(root, file), this.path(file));
    }
    symlinkSync(join(root, "node_modules"), this.path("node_modules"));
    this.configure(config);
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** Writes `Pulumi.<stack>.yaml`. */
  configure(config: Readonly<Record<string, unknown>>): void {
    const named = Object.entries(config).map(([key, value]) => [`swarm:${key}`, value]);
    writeFileSync(this.path(`Pulumi.${this.stack}.yaml`), stringify({ config: Object.fromEntries(named) }));
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [file, text] of Object.entries(files)) writeFileSync(this.path(file), text);
  }

  read(file: string): string {
    return readFileSync(this.path(file), "utf8");
  }

  edit(file: string, change: (text: string) => string): void {
    const before = readFileSync(this.path(file), "utf8");
    const after = change(before);
    if (after === before) throw new Error(`${file}: the change changes nothing`);
    writeFileSync(this.path(file), after);
  }

  /** Does some work while a file is changed. */
  async withEdit<T>(file: string, change: (text: string) => string, work: () => Promise<T>): Promise<T> {
    const before = readFileSync(this.path(file), "utf8");
    this.edit(file, change);
    try {
      return await work();
    } finally {
      writeFileSync(this.path(file), before);
    }
  }

  /**
   * Does what `npm run COMMAND -- --stack STACK ARGUMENTS` does, without npm, which only starts the program of
   * package.json and takes a quarter of a second for it.
   */
  async npm(command: string, ...given: string[]): Promise<Ran> {
    const { scripts } = JSON.parse(this.read("package.json")) as { scripts: Record<string, string> };
    const [program, ...args] = (scripts[command] ?? "").split(" ");
    assert.equal(program, "node", `npm run ${command}`);
    const ran = await this.run(process.execPath, [...args, "--stack", this.stack, ...given]);
    this.isDestroyed = command === "destroy" && ran.code === 0;
    return ran;
  }

  async assertHealthy(): Promise<void> {
    const { code, output } = await this.npm("status");
    assert.equal(code, 0, output);
  }

  run(program: string, args: readonly string[]): Promise<Ran> {
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, {
        cwd: this.folder,
        stdio: ["ignore", "pipe", "pipe"],
        env: this.environment(),
      });
      // Another cluster runs beside this one: its engines and health checks come first.
      if (child.pid !== undefined) setPriority(child.pid, 10);
      const pieces: Buffer[] = [];
      child.stdout.on("data", (piece) => pieces.push(piece));
      child.stderr.on("data", (piece) => pieces.push(piece));
      child.once("error", reject);
      child.once("close", (code) => {
        const output = Buffer.concat(pieces).toString();
        // Secrets in this output were requested, so they are no leak.
        if (!args.includes("--show-secrets")) this.transcript += output;
        resolve({ code: code ?? 1, output });
      });
    });
  }

  /** The user's environment without their Pulumi login, state or passphrase; the installed tools stay. */
  private environment(): Record<string, string | undefined> {
    const home = process.env.PULUMI_HOME ?? join(homedir(), ".pulumi");
    const own = this.path(".state/home");
    if (!existsSync(own)) {
      mkdirSync(own, { recursive: true });
      symlinkSync(this.options.plugins ?? join(home, "plugins"), join(own, "plugins"));
      symlinkSync(join(home, "versions"), join(own, "versions"));
      // Pulumi logs each run, encrypted, in a folder of this name, which takes a fifth of the run's processor time.
      if (!this.options.keepsLogs) writeFileSync(join(own, "logs"), "");
    }
    const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_"));
    return {
      ...Object.fromEntries(kept),
      // If Pulumi's own plugin cannot be downloaded, targets aws and hosts are tested with the stand-in.
      SWARM_STAND_INS: "command",
      // Shared, so that each clone need not compile the same packages.
      NODE_COMPILE_CACHE: join(root, ".state/compile-cache"),
      ...this.options.environment,
      PULUMI_HOME: own,
    };
  }

  /** Destroys the cluster, unless the last command did that, and removes the folder. */
  async end(): Promise<void> {
    if (!this.isDestroyed) await this.npm("destroy");
    this.remove();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
