import { mkdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Environment } from "../setup/pulumiHome.ts";
import { pulumiEnvironment } from "../tools/pulumi/environment.ts";
import type { Commands, Ended, Watch } from "./commands.ts";

/** A Pulumi project with its own state and one stack, `bench`. */
export class PulumiProject {
  private readonly commands: Commands;
  private readonly folder: string;
  private readonly environment: Environment;

  constructor(commands: Commands, folder: string, state: string, modules: string) {
    this.commands = commands;
    this.folder = folder;
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

  private pulumi(args: readonly string[], more: Environment = {}, watch?: Watch): Promise<Ended> {
    return this.commands.run({
      program: "pulumi",
      words: [...args, "--non-interactive"],
      folder: this.folder,
      environment: { ...this.environment, ...more },
      watch,
    });
  }
}
