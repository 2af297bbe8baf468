import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { plainYaml } from "../../components/input/boundedYaml.ts";
import { isMapping } from "../../components/input/mapping.ts";
import { settingsFile, textAt } from "../../components/input/userFile.ts";
import { type Environment, pulumiHome } from "../../setup/pulumiHome.ts";
import { findBackend } from "./backend.ts";

/** The stack that `pulumi stack select` chose for this project, if any. */
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
    const selected = (url && stacks?.[url]) || stack;
    return selected && typeof selected === "string" ? selected : undefined;
  } catch {
    return undefined;
  }
}

/** @throws if `Pulumi.yaml` has no name */
export function projectName(root: string): string {
  const file = join(root, "Pulumi.yaml");
  const { name } = mappingIn(textAt(file, settingsFile));
  if (typeof name === "string") return name;
  throw new Error(`${file} does not name the project\n  → add the line name: swarm`);
}

function mappingIn(yaml = ""): Readonly<Record<string, unknown>> {
  try {
    const content = plainYaml(yaml);
    return isMapping(content) ? content : {};
  } catch {
    return {};
  }
}
