import { projectRoot } from "../../setup/project.ts";
import { ownArguments, stackOption } from "../arguments.ts";
import { stackOf } from "../pulumi/call.ts";
import { setUp } from "../setUp.ts";
import { showStack } from "../stack/showStack.ts";

export const help = `npm run stack -- [--stack PULUMI_STACK] [list | show NAME [--show-secrets]]

list (default) prints the names of the stacks in the settings. show prints the compose file that the swarm gets
for one of them at the next up, including what this program adds. Changes nothing and needs no cluster.

  npm run --silent stack -- show shop > shop.yaml

An image that is not built yet appears with its name and content, shop/api:<content>, as in the preview; one that
is not copied yet with its name in the file. HASH stands for what the next up determines. Contents of secrets and
configs are not in the file. Secret variables under swarm:stacks.NAME.env appear as [secret] unless --show-secrets
is given; values from the compose file, .env or an env_file appear as they are.`;

const options = { ...stackOption, "show-secrets": { type: "boolean" } } as const;

export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = ownArguments("stack", args, options, { positionals: 2 });
  const [verb = "list", name] = positionals;
  const isShow = verb === "show" && name !== undefined;
  if (!isShow && (verb !== "list" || name !== undefined)) {
    console.error(help);
    return 2;
  }
  await setUp("state");
  const { text, warnings } = await showStack({
    stack: values.stack ?? stackOf([]),
    name: isShow ? name : undefined,
    showSecrets: values["show-secrets"] ?? false,
    root: projectRoot,
  });
  if (warnings) console.error(warnings);
  process.stdout.write(text);
  return 0;
}
