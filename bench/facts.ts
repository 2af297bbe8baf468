import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { pinnedVersion, projectRoot } from "../setup/project.ts";
import { machineFacts } from "../tools/report/machineFacts.ts";

/** When, where and how the figures were measured. */
export async function facts(runs: number, load: number): Promise<string[][]> {
  const output = (program: string, ...args: string[]) =>
    execFileSync(program, args, { cwd: projectRoot, encoding: "utf8" }).trim();
  const changed = output("git", "status", "--porcelain", "--untracked-files=no") ? ", with changes" : "";
  return [
    ["date", new Date().toISOString().slice(0, 16).replace("T", " ")],
    ["commit", `${output("git", "rev-parse", "--short", "HEAD")}${changed}`],
    ["rounds", String(runs)],
    ["load average before the start", load.toFixed(2)],
    ["processor", cpus()[0]?.model ?? "unknown"],
    ["Pulumi", pinnedVersion("@pulumi/pulumi")],
    ["Node", pinnedVersion("node")],
    ["Docker Engine", output("docker", "version", "--format", "{{.Server.Version}}")],
    ...(await machineFacts()),
  ];
}
