import { callAndTell } from "./engine/callAndTell.ts";
import { tellLocks } from "./engine/tellLocks.ts";
import { upAndTell } from "./engine/upAndTell.ts";
import { takeMarkdown } from "./plan/options.ts";
import { previewAsMarkdown } from "./plan/previewAsMarkdown.ts";
import { callPulumi, stackOf, targetOf } from "./toolchain/callPulumi.ts";
import { readRequest } from "./toolchain/pulumiWords.ts";
import { type Purpose, setUp } from "./toolchain/setUp.ts";

export const help = `npm run up      [-- ARGUMENTS]   make the swarm what the settings say
npm run preview [-- ARGUMENTS]   show what npm run up would do
npm run pulumi  -- ARGUMENTS     any other Pulumi command

Pulumi, with the versions that this project pins; whatever is missing is set up first.

  npm run up
  npm run preview -- --diff
  npm run preview -- --markdown --output preview.md
  npm run up -- --stack prod
  npm run pulumi -- config set swarm:workers 3
  npm run pulumi -- stack output endpoint
  npm run pulumi -- up --help

Without --stack it is the selected stack, or else dev, which is made when there is none yet.
Without a terminal to ask on, up goes ahead as if --yes were given.

up previews first and stops where data or an address would be lost: a volume, a manager, a stack, the load
balancer. It prints each danger with its name; run it again with --allow-danger NAME, once for each, if you want
that. Where there is nothing to change, up ends after the preview.

  npm run up -- --allow-danger manager-2 --allow-danger manager-2-data

preview --markdown prints what would change as the comment of a pull request, and with --output also into a
file. Its exit code: 0 no change, 2 changes, 3 danger (data or an address would be lost), 1 failed.

State is kept in .state/, with a passphrase made for it, unless you have chosen a backend: a Pulumi login,
PULUMI_BACKEND_URL, PULUMI_ACCESS_TOKEN, or backend in Pulumi.yaml. So is your own passphrase:
PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.`;

const changing = new Set(["up", "preview", "destroy", "refresh", "import", "watch"]);

export async function main(words: readonly string[]): Promise<number> {
  const { verb } = readRequest(words);
  const purpose: Purpose = changing.has(verb) ? "use" : "state";
  const asMarkdown = verb === "preview" ? takeMarkdown(words) : undefined;
  await setUp(purpose, { target: targetOf(stackOf(words)) });
  if (asMarkdown) return previewAsMarkdown(asMarkdown);
  if (verb === "up") return upAndTell(words);
  // JSON is for another program to read.
  const tells = ["preview", "destroy"].includes(verb) && !words.includes("--json");
  if (tells) return callAndTell(words);
  const code = await callPulumi(words);
  if (code !== 0 && changing.has(verb)) tellLocks(words);
  return code;
}
