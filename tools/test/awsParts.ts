import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { writeAtomically } from "../../setup/atomicWrite.ts";
import { goEnvironment } from "../../setup/go/build.ts";
import { hashOfFolder, readRecord, writeRecord } from "../../setup/installReceipt.ts";
import { findOnPath, isProgram } from "../../setup/program.ts";
import { pinnedVersion, projectRoot, stateFolder } from "../../setup/project.ts";
import { pulumiHome } from "../../setup/pulumiHome.ts";
import type { Step, Work } from "../../setup/step.ts";
import { callTool } from "../../setup/toolCall.ts";
import { findTerraformProvider } from "./terraformProvider.ts";

/** Files that the test of target aws keeps between runs; never in the user's own Pulumi home. */
export const awsTestFolder = join(stateFolder(), "test-aws");
/** The test's Python, with the emulator of the AWS API. */
export const awsTestPython = join(awsTestFolder, "python", "bin", "python");
/** The user's plugins and the stand-in of plugin aws. */
export const awsTestPlugins = join(awsTestFolder, "plugins");

/** The AWS CLI, for the commands of docs/aws.md. */
export const awsCliFolder = join(awsTestFolder, "awscli", "bin");

/** A program that knows ways to more permissions. */
export const parliamentProgram = join(awsTestFolder, "parliament", "bin", "parliament");

const sources = join(projectRoot, "test", "aws", "plugin");
const version = pinnedVersion("@pulumi/aws");
const standInName = `resource-aws-v${version}`;

/** Packages in a Python environment of their own. */
function pythonPackages(name: string, why: string, folder: string, packages: readonly string[]): Step {
  const path = join(awsTestFolder, folder);
  return {
    name,
    why,
    async find() {
      const file = join(path, "packages.txt");
      if (!existsSync(file) || readFileSync(file, "utf8") !== packages.join("\n")) return undefined;
      return { where: path, origin: "built here", version: async () => packages.join(" ") };
    },
    async obtain(work) {
      // A Python environment contains its own path, so it is created at its final path, and its list written
      // last.
      await rm(path, { recursive: true, force: true });
      await callTool(work, "python3", ["-m", "venv", path]);
      const python = join(path, "bin", "python");
      await callTool(work, python, ["-m", "pip", "install", "--disable-pip-version-check", ...packages]);
      writeFileSync(join(path, "packages.txt"), packages.join("\n"));
    },
  };
}

export const emulator = pythonPackages("AWS API emulator", "answers instead of AWS", "python", [
  "moto[server,ec2,ecr,iam,ssm,elbv2,sts,route53]==5.2.5",
]);

const awsCli = pythonPackages("AWS CLI", "runs the commands of docs/aws.md", "awscli", ["awscli==1.46.2"]);

const parliament = pythonPackages("parliament", "looks for ways to more permissions", "parliament", [
  "parliament==1.6.4",
  // Python 3.12 no longer comes with it.
  "setuptools==80.9.0",
]);

/** The stand-in of plugin aws, beside links to the installed plugins. */
const standIn: Step = {
  name: "plugin aws, stand-in",
  why: "drives a Terraform provider, for this test only",
  async find() {
    const folder = join(awsTestPlugins, standInName);
    const file = join(folder, "pulumi-resource-aws");
    const provider = findTerraformProvider();
    const record = readRecord(join(folder, "obtained.json"));
    if (!isProgram(file) || record?.sources !== hashOfFolder(sources) + provider) return undefined;
    await linkPlugins();
    return { where: file, origin: "built here", version: async () => version };
  },
  async obtain(work) {
    const provider = findTerraformProvider();
    await mkdir(awsTestPlugins, { recursive: true });
    await writeAtomically(join(awsTestPlugins, standInName), async (draft) => {
      const built = hashOfFolder(sources);
      await build(work, draft, provider ?? "");
      writeRecord(join(draft, "obtained.json"), { origin: "built here", sources: built + provider });
    });
    await linkPlugins();
  },
};

/** Generates the schema from the Terraform provider and compiles it into the plugin. */
async function build(work: Work, draft: string, provider: string): Promise<void> {
  // Outside the project: the bridge would mistake it for one of its own folders.
  const workshop = await mkdtemp(join(tmpdir(), "swarm-plugin-aws-"));
  await cp(sources, workshop, { recursive: true });
  writeFileSync(join(workshop, "schema.json"), "");
  const flags = `-s -w -X github.com/pulumi/pulumi-terraform-bridge/v3/dynamic/aws/bridge.Version=${version}`;
  // The bridge knows the program by its name without the version.
  const program = join(dirname(provider), basename(provider).split("_v5")[0] ?? "");
  const options = { cwd: workshop, environment: { ...goEnvironment(), PULUMI_AWS_TF_BINARY: program } };
  await callTool(work, "go", ["run", "-v", "-ldflags", flags, "./gen", "schema.json"], options);
  await mkdir(draft);
  await callTool(work, "go", ["build", "-v", "-ldflags", flags, "-o", join(draft, "stand-in"), "."], options);
  const wrapper = ["#!/bin/sh", `PULUMI_AWS_TF_BINARY='${program}' exec "$(dirname "$0")/stand-in" "$@"`, ""];
  writeFileSync(join(draft, "pulumi-resource-aws"), wrapper.join("\n"), { mode: 0o755 });
  await rm(workshop, { recursive: true });
}

/** Pulumi does not accept links as plugin folders, only links inside them. */
async function linkPlugins(): Promise<void> {
  const installed = join(pulumiHome(), "plugins");
  for (const name of readdirSync(installed)) {
    // Pulumi's own marker files beside the folders have a dot after the version.
    if (name.startsWith("resource-aws-v") || !/v\d+\.\d+\.\d+$/.test(name)) continue;
    const folder = join(awsTestPlugins, name);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    for (const file of readdirSync(join(installed, name)))
      await symlink(join(installed, name, file), join(folder, file));
  }
}

export const awsSteps: readonly Step[] = [emulator, awsCli, parliament, standIn];

/** What the test needs and this computer lacks, with hints; empty if it can run. */
export function missingAwsParts(): string[] {
  const parts: [present: boolean, message: string][] = [
    [
      process.platform === "linux" && process.getuid?.() === 0,
      "Linux, as root: the test adds routes, loop devices and lines of /etc/hosts\n  → run it as root in a virtual machine that is yours",
    ],
    [
      findTerraformProvider() !== undefined,
      "the Terraform provider for AWS, 5.x\n  → terraform providers mirror, or set PULUMI_AWS_TF_BINARY to the file terraform-provider-aws_v5…",
    ],
    ...["python3", "go", "losetup", "ip", "openssl"].map((name): [boolean, string] => [
      findOnPath(name) !== undefined,
      `the program ${name}\n  → install it with the system's package manager`,
    ]),
  ];
  return parts.filter(([present]) => !present).map(([, message]) => message);
}
