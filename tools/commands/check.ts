import type { StackSettings } from "../../components/compose/stackSettings.ts";
import { baseImageVariable, pinnedBaseImage } from "../../components/images/build/baseImage.ts";
import { displayPath, workspaceOf } from "../../components/input/workspace.ts";
import { projectRoot } from "../../setup/project.ts";
import { ownArguments } from "../arguments.ts";
import { checkedStacks } from "../check/checkedStack.ts";
import { checkJson, checkText } from "../check/checkReport.ts";
import { stacksOf } from "../check/checkRequest.ts";
import { FilePositions } from "../check/filePositions.ts";

export const help = `npm run check -- FILE... [--merge] [--env NAME=VALUE]... [--profile PROFILE]...
                       [--set binds.PATH=CHOICE]... [--render] [--json]

Reads compose files and prints how each would deploy: errors and warnings with hints, the services, and the
settings to paste into Pulumi.<stack>.yaml. Needs no stack, no settings, no cluster and no Docker, and changes nothing.

  npm run check -- ../shop/compose.yaml
  npm run check -- ../shop --set binds../data=volume --env TAG=1.2
  npm run check -- --merge compose.yaml compose.prod.yaml

FILE is a compose file, or a directory with one; paths start where you are. Each FILE is a stack of its own, named
by its key name or by its directory. With --merge all FILEs are one stack, merged in this order, as with
docker compose -f ONE -f TWO.
--env sets a variable of the file, before the environment and .env. --profile deploys the services with this
profile. --set chooses what becomes of a bind mount: volume, config, host or omit (docs/compose.md).
--render prints only the file that the swarm gets; HASH stands for what up determines.
--json prints one JSON object; docs/check.md describes it.
preview and up also check constraints on nodes, free ports and what the nodes have: only they know the cluster.

Exit code: 0 deploys, 1 errors, 2 wrong arguments.`;

const options = {
  merge: { type: "boolean" },
  env: { type: "string", multiple: true },
  profile: { type: "string", multiple: true },
  set: { type: "string", multiple: true },
  render: { type: "boolean" },
  json: { type: "boolean" },
} as const;

export function main(args: readonly string[]): number {
  const limits = { positionals: Number.POSITIVE_INFINITY };
  const { values, positionals } = ownArguments("check", args, options, limits);
  if (positionals.length === 0) {
    console.error(help);
    return 2;
  }
  const workspace = workspaceOf(process.env.INIT_CWD ?? process.cwd(), {
    // Without asking an engine which image set-up built.
    [baseImageVariable]: process.env[baseImageVariable] || pinnedBaseImage,
  });
  const stacks = stacksOf(
    {
      files: positionals,
      isMerged: values.merge ?? false,
      env: values.env ?? [],
      profiles: values.profile ?? [],
      set: values.set ?? [],
    },
    workspace,
  );
  const title = ({ name, files }: StackSettings) =>
    `stack ${name}, from ${files.map((file) => displayPath(file, workspace)).join(", ")}`;
  const checked = checkedStacks(stacks, title, workspace);
  const positions = new FilePositions(
    workspace,
    stacks.flatMap(({ files }) => files.map((file) => displayPath(file, workspace))),
  );
  const texts = () => checked.map((stack) => `${checkText(stack, positions, workspace, projectRoot)}\n`);
  const rendered = checked.flatMap((stack) => stack.rendered ?? []);
  const isFailed = checked.some(({ errors }) => errors.length > 0);
  if (values.json) process.stdout.write(checkJson(checked, positions, workspace));
  else if (values.render && !isFailed) process.stdout.write(rendered.join("---\n"));
  else process.stdout.write(texts().join("\n"));
  return isFailed ? 1 : 0;
}
