import { join } from "node:path";
import { settingsFile, textAt } from "../../components/input/userFile.ts";
import type { Target } from "../../components/targets/target.ts";
import { targets } from "../../components/targets/targets.ts";
import { projectRoot } from "../../setup/project.ts";

/** The target in the stack's settings file, or the default one; the program reports an unknown name. */
export function targetOf(stack: string, root = projectRoot): Target {
  const file = join(root, `Pulumi.${stack.slice(stack.lastIndexOf("/") + 1)}.yaml`);
  const text = textAt(file, settingsFile) ?? "";
  const name = /^[ \t]*swarm:target:[ \t]*["']?(?<target>\w+)/m.exec(text)?.groups?.target;
  return targets.find((target) => target.name === name) ?? targets[0];
}
