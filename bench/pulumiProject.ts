import { mkdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Environment } from "../setup/pulumiHome.ts";
import { pulumiEnvironment } from "../tools/pulumi/environment.ts";
import type { Commands, Ended, Watch } from "./commands.ts";

type MoreArguments = (args: readonly string[], environment: Environment) => Promise<readonly string[]>;

/** A Pulumi project with its own state and one stack, `bench`. */
export class PulumiProject {
  private readonly commands: Commands;
  private readonly folder: string;
  private readonly environment: Environment;
  private readonly more: MoreArguments;

  /** @param more arguments that depend on the state; the time that they take counts */
  constructor(
    commands: Commands,
    folder: string,
    state: string,
    modules: string,
    more: MoreArguments = async () => [],
  ) {
    this.commands = commands;
    this.folder = folder;
    this.more = more;
    mkdirSync(state, { recursive: true });
    this.environment = {
      ...pulumiEnvironment(
        {
          ...process.env,
          PULUMI_BACKEND_URL: pathToFileURL(state).href,
          PULUMI_CONFIG_PASSPHRASE: "bench",
          NODE_COMPILE_CACHE: `${state}/compile-cache`,
        },
        modules,
      ),
      PULUMI_STACK: "bench",
      // As in the npm scripts: Pulumi does not look for plugins that this stack never uses.
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      // Enables the option --event-log.
      PULUMI_DEBUG_COMMANDS: "true",
    };
  }

  async makeStack(): Promise<void> {
    await this.pulumi(["stack", "init", "bench", "--no-select"], { PULUMI_STACK: undefined });
  }

  async up(args: readonly string[] = [], watch?: Watch): Promise<number> {
    return (await this.pulumi(["up", "--yes", "--skip-preview", ...args], {}, watch)).seconds;
  }

  async destroy(watch?: Watch): Promise<number> {
    return (await this.pulumi(["destroy", "--yes", "--skip-preview"], {}, watch)).seconds;
  }

  async preview(watch?: Watch): Promise<number> {
    return (await this.pulumi(["preview"], {}, watch)).seconds;
  }

  async state(): Promise<string> {
    return (await this.pulumi(["stack", "export"])).output;
  }

  private async pulumi(args: readonly string[], change: Environment = {}, watch?: Watch): Promise<Ended> {
    const environment = { ...this.environment, ...change };
    const started = performance.now();
    const more = await this.more(args, environment);
    const before = (performance.now() - started) / 1000;
    const ended = await this.commands.run({
      program: "pulumi",
      args: [...args, ...more, "--non-interactive"],
      folder: this.folder,
      environment,
      watch,
    });
    return { ...ended, seconds: before + ended.seconds };
  }
}
