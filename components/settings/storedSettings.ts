import { plainYaml } from "../input/boundedYaml.ts";
import { isMapping } from "../input/mapping.ts";
import { settingsFile } from "../input/userFile.ts";
import type { Workspace } from "../input/workspace.ts";

/** The block `config` of `Pulumi.<stack>.yaml`, with secrets encrypted; undefined if it is unreadable. */
export function storedSettings(stack: string, { root, contentOf }: Workspace): unknown {
  const file = `${root}/Pulumi.${stack}.yaml`;
  const bytes = contentOf(file, settingsFile);
  if (!Buffer.isBuffer(bytes)) return undefined;
  try {
    const content = plainYaml(bytes.toString());
    return isMapping(content) ? content.config : undefined;
  } catch {
    // Pulumi reads another file then; every value counts as secret.
    return undefined;
  }
}
