import { callPulumi } from "./toolchain/callPulumi.ts";
import { readRequest } from "./toolchain/pulumiWords.ts";
import { type Purpose, setUp } from "./toolchain/setUp.ts";

export const help = `npm run up      [-- ARGUMENTS]   make the swarm what the settings say
npm run preview [-- ARGUMENTS]   show what npm run up would do
npm run pulumi  -- ARGUMENTS     any other Pulumi command

Pulumi, with the versions that this project pins; whatever is missing is set up first.

  npm run up
  npm run preview -- --diff
  npm run up -- --stack prod
  npm run pulumi -- config set swarm:workers 3
  npm run pulumi -- stack output endpoint
  npm run pulumi -- up --help

Without --stack it is the selected stack, or else dev, which is made when there is none yet.
Without a terminal to ask on, up goes ahead as if --yes were given.

State is kept in .state/, with a passphrase made for it, unless you have chosen a backend: a Pulumi login,
PULUMI_BACKEND_URL, PULUMI_ACCESS_TOKEN, or backend in Pulumi.yaml. So is your own passphrase:
PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.`;

const changing = new Set(["up", "preview", "destroy", "refresh", "import", "watch"]);

export async function main(words: readonly string[]): Promise<number> {
  const { verb } = readRequest(words);
  const purpose: Purpose = changing.has(verb) ? "use" : "state";
  await setUp(purpose);
  return callPulumi(words);
}
