import { execFile } from "../components/process/child.mjs";
import { takeStack } from "./cluster/arguments.ts";
import { upAndTell } from "./engine/upAndTell.ts";
import { targetOf } from "./toolchain/callPulumi.ts";
import { pulumiEnvironment } from "./toolchain/pulumiEnvironment.ts";
import { setUp } from "./toolchain/setUp.ts";

export const help = `npm start [-- --stack NAME]

Sets up whatever is missing, makes the swarm of stack dev with the example application, and tells where
it answers. Running it again changes only what is not as Pulumi.dev.yaml says.

It stops where data or an address would be lost; npm start -- --allow-danger NAME goes ahead (npm run up -- --help).

The first time takes a few minutes where everything can be downloaded, and about 15 where Pulumi and its
plugins have to be built. npm run doctor tells what is in place.`;

export async function main(words: readonly string[]): Promise<number> {
  const { stack = "dev", rest } = takeStack(words);
  await setUp("use", { target: targetOf(stack) });
  const code = await upAndTell(["up", "--yes", "--skip-preview", "--stack", stack, ...rest]);
  if (code !== 0) return code;
  console.log(nextSteps(await endpoint(stack)));
  return 0;
}

async function endpoint(stack: string): Promise<string> {
  const words = ["stack", "output", "endpoint", "--stack", stack];
  const { stdout } = await execFile("pulumi", words, { env: pulumiEnvironment() });
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
