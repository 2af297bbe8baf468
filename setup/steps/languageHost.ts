import { chmod, copyFile, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeAtomically } from "../atomicWrite.ts";
import { buildGo, goEnvironment, moduleFolder } from "../go/build.ts";
import { hashOfFolder, readRecord, writeRecord } from "../installReceipt.ts";
import { isProgram } from "../program.ts";
import { pinnedVersion } from "../project.ts";
import { cliFolder } from "../pulumiHome.ts";
import type { Step } from "../step.ts";
import { callTool } from "../toolCall.ts";

const sdk = "github.com/pulumi/pulumi/sdk/v3";
const scripts = ["pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy"];

/** Starts Node for Pulumi. The official CLI includes it. */
export const languageHost: Step = {
  name: "Pulumi's Node language host",
  why: "starts Node for Pulumi",
  async find() {
    const where = join(cliFolder(), "pulumi-language-nodejs");
    if (!isProgram(where)) return undefined;
    const own = readRecord(recordFile());
    if (own && own.sources !== sources()) return undefined;
    const cli = readRecord(join(dirname(cliFolder()), "obtained.json"));
    const version = own ? builtVersion : async () => pinnedVersion("@pulumi/pulumi");
    return { where, origin: own?.origin ?? cli?.origin ?? "already there", version };
  },
  async obtain(work) {
    const program = {
      module: "languageHost",
      package: `${sdk}/nodejs/cmd/pulumi-language-nodejs`,
      variables: { [`${sdk}/go/common/version.Version`]: await builtVersion() },
    };
    const built = sources();
    const list = ["list", "-m", "-f", "{{.Dir}}", sdk];
    const options = { cwd: moduleFolder("languageHost"), environment: goEnvironment() };
    await writeAtomically(join(cliFolder(), "pulumi-language-nodejs-built"), (draft) =>
      buildGo(work, program, draft),
    );
    const source = (await callTool(work, "go", list, options)).trim();
    for (const script of scripts) await putScript(join(source, "nodejs", "dist", script), script);
    await putScript(join(moduleFolder("languageHost"), "host.sh"), "pulumi-language-nodejs");
    writeRecord(recordFile(), { origin: "built here", sources: built });
  },
};

/** Installs a script beside the CLI. */
function putScript(source: string, name: string): Promise<void> {
  return writeAtomically(join(cliFolder(), name), async (draft) => {
    await copyFile(source, draft);
    await chmod(draft, 0o755);
  });
}

function sources(): string {
  return hashOfFolder(moduleFolder("languageHost"));
}

function recordFile(): string {
  return join(dirname(cliFolder()), "obtained-language-host.json");
}

/** Our go.mod names the last version that can be built as a module. */
async function builtVersion(): Promise<string> {
  const text = await readFile(join(moduleFolder("languageHost"), "go.mod"), "utf8");
  return text.match(/pulumi\/sdk\/v3 v([\d.]+)/)?.[1] ?? "unknown";
}
