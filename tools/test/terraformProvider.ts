import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "../../components/process/child.mjs";

const pattern = "terraform-provider-aws_v5*";
let found: string | undefined;

/**
 * The Terraform provider for AWS, 5.x: the file that the user names, or the first one in the usual folders.
 */
export function findTerraformProvider(): string | undefined {
  const named = process.env.PULUMI_AWS_TF_BINARY;
  if (named) return existsSync(named) ? named : undefined;
  found ??= search();
  return found;
}

function search(): string | undefined {
  const folders = [
    process.env.TF_PLUGIN_CACHE_DIR ?? "",
    join(homedir(), ".terraform.d"),
    "/usr/share/terraform",
    "/usr/local/share/terraform",
    "/opt",
  ].filter((folder) => existsSync(folder));
  const args = [...folders, "-xdev", "-maxdepth", "8", "-type", "f", "-perm", "-100", "-name", pattern];
  return spawnSync("find", args, { encoding: "utf8" }).stdout.split("\n").filter(Boolean).sort().at(-1);
}
