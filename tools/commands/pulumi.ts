import type { Purpose } from "../../setup/setUp.ts";
import { callPulumi, stackOf } from "../pulumi/call.ts";
import { lockHint } from "../pulumi/locks.ts";
import { readRequest } from "../pulumi/request.ts";
import { targetOf } from "../pulumi/targetOf.ts";
import { takeMarkdown } from "../report/plan/options.ts";
import { previewAsMarkdown } from "../report/plan/previewAsMarkdown.ts";
import { runWithReport } from "../report/runWithReport.ts";
import { setUp } from "../setUp.ts";
import { updateAfterPreview } from "../update/update.ts";

export const help = `npm run up      [-- ARGUMENTS]   make the swarm match the settings
npm run preview [-- ARGUMENTS]   show what npm run up would do
npm run pulumi  -- ARGUMENTS     any other Pulumi command

Runs Pulumi and its plugins in the versions that this project pins, after installing what is missing.

  npm run up
  npm run preview -- --diff
  npm run preview -- --markdown --output preview.md
  npm run up -- --stack prod
  npm run pulumi -- config set swarm:workers 3
  npm run pulumi -- stack output endpoint
  npm run pulumi -- up --help

Without --stack it uses the selected stack, or else dev, which it creates if needed.
Without a terminal to ask on, up runs as with --yes.

up previews first and stops before it loses data or an address: a volume, a manager, a stack, the load balancer.
It prints each danger with its name. To go ahead, run it again with one --allow-danger NAME for each. If there is
nothing to change, up ends after the preview. Pulumi refreshes only if it would find something, or with --refresh.

  npm run up -- --allow-danger manager-2 --allow-danger manager-2-data

preview --markdown prints the changes as a pull request comment; --output also writes them to a file.
Exit code: 0 no change, 2 changes, 3 danger (data or an address would be lost), 1 failed.

The state is in .state/, encrypted with a generated passphrase, unless you choose a backend: a Pulumi login,
PULUMI_BACKEND_URL, PULUMI_ACCESS_TOKEN, or backend in Pulumi.yaml. Choose your own passphrase with
PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.`;

const changing = new Set(["up", "preview", "destroy", "refresh", "import", "watch"]);

export async function main(args: readonly string[]): Promise<number> {
  const { verb } = readRequest(args);
  const purpose: Purpose = changing.has(verb) ? "use" : "state";
  const asMarkdown = verb === "preview" ? takeMarkdown(args) : undefined;
  await setUp(purpose, { target: targetOf(stackOf(args)) });
  if (asMarkdown) return previewAsMarkdown(asMarkdown);
  if (verb === "up") return updateAfterPreview(args);
  // Another program reads the JSON.
  const reports = ["preview", "destroy", "refresh"].includes(verb) && !args.includes("--json");
  if (reports) return runWithReport(args);
  const code = await callPulumi(args);
  if (code !== 0 && changing.has(verb)) lockHint(args);
  return code;
}
