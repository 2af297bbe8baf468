import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { baseImage, baseImageVariable } from "../components/images/build/baseImage.ts";
import { balancerConfiguration } from "../components/targets/local/entryPoint/balancerConfiguration.ts";
import { machinesAlias } from "../components/targets/local/machines.ts";
import type { Commands } from "./commands.ts";
import { answerOf, requireVersion, withVersion } from "./endpoint.ts";
import type { Times } from "./verbs.ts";

const port = 18890;
const url = `http://127.0.0.1:${port}`;

/** The same work by hand: the scripts in bench/floor. */
export class Floor {
  private readonly commands: Commands;
  /** A copy of the project. */
  private readonly project: string;
  private readonly folder: string;

  constructor(commands: Commands, project: string, folder: string) {
    this.commands = commands;
    this.project = project;
    this.folder = folder;
    const ports = [{ front: port, node: 8000, http: true }];
    writeFileSync(this.balancer, balancerConfiguration(ports, machinesAlias));
  }

  async play(version: string): Promise<Times> {
    const up = await this.script("up");
    await answerOf(url);
    const addWorker = await this.script("addWorker");
    const file = join(this.work, "example/api/version.mjs");
    writeFileSync(file, withVersion(readFileSync(file, "utf8"), version));
    const rollout = await this.script("rollout");
    await requireVersion(url, version);
    const destroy = await this.script("destroy");
    return { up, addWorker, rollout, destroy };
  }

  /** Removes whatever the scripts left behind. */
  async remove(): Promise<void> {
    await this.script("destroy");
  }

  private get balancer(): string {
    return join(this.folder, "haproxy.cfg");
  }

  private get work(): string {
    return join(this.folder, "floor");
  }

  private async script(name: string): Promise<number> {
    const { seconds } = await this.commands.run({
      program: "sh",
      args: [join(this.project, "bench/floor", `${name}.sh`)],
      folder: this.project,
      environment: {
        ...process.env,
        [baseImageVariable]: baseImage(),
        FLOOR_FOLDER: this.work,
        FLOOR_PORT: String(port),
        FLOOR_BALANCER: this.balancer,
      },
    });
    return seconds;
  }
}
