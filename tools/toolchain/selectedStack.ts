import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { settingsFile, textAt } from "../../components/input/userFile.ts";
import { findBackend } from "./backend.ts";
import { type Environment, pulumiHome } from "./pulumiHome.ts";

/** The stack that `pulumi stack select` has chosen for this project, where there is one. */
export function selectedStack(environment: Environment, root: string): string | undefined {
  if (environment.PULUMI_STACK) return environment.PULUMI_STACK;
  const file = join(root, "Pulumi.yaml");
  const hash = createHash("sha1").update(file).digest("hex");
  const record = `${projectName(root)}-${hash}-workspace.json`;
  try {
    const { stack, stacks } = JSON.parse(
      readFileSync(join(pulumiHome(environment), "workspaces", record), "utf8"),
    );
    const { url } = findBackend(environment, root);
    return (url && stacks?.[url]) || stack || undefined;
  } catch {
    return undefined;
  }
}

export function projectName(root: string): string {
  return parse(textAt(join(root, "Pulumi.yaml"), settingsFile) ?? "").name;
}
