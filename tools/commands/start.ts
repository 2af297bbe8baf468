import { execFile } from "../../components/process/child.mjs";
import { takePulumiStack } from "../arguments.ts";
import { pulumiEnvironment } from "../pulumi/environment.ts";
import { targetOf } from "../pulumi/targetOf.ts";
import { setUp } from "../setUp.ts";
import { updateAfterPreview } from "../update/update.ts";

export const help = `npm start [-- --stack NAME]

Sets up whatever is missing, deploys stack dev with the example application, and prints its address.
Running it again changes only what differs from Pulumi.dev.yaml.

It stops before it loses data or an address; npm start -- --allow-danger NAME goes ahead (npm run up -- --help).

The first run takes a few minutes if everything can be downloaded, and about 15 if Pulumi and its plugins must be
built. npm run doctor shows what is installed.`;

export async function main(args: readonly string[]): Promise<number> {
  const { stack = "dev", rest } = takePulumiStack("start", args);
  await setUp("use", { target: targetOf(stack) });
  const code = await updateAfterPreview(["up", "--yes", "--skip-preview", "--stack", stack, ...rest]);
  if (code !== 0) return code;
  console.log(nextSteps(await endpoint(stack)));
  return 0;
}

async function endpoint(stack: string): Promise<string> {
  const args = ["stack", "output", "endpoint", "--stack", stack];
  const { stdout } = await execFile("pulumi", args, { env: pulumiEnvironment() });
  return stdout.trim();
}

export function nextSteps(url: string): string {
  return `
The swarm is up: ${url}

  open that page                     which replica and which node answered, and a counter that lives on
  npm run status                     nodes, services and tasks
  npm run docker -- service ls       the docker command line against the swarm
  npm run ssh -- manager-0           a shell on a node
  swarm:workers in Pulumi.dev.yaml   change it, then
  npm run preview                    what would change
  npm run up                         change it
  npm run destroy                    remove everything again`;
}
