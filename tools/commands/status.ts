import { labelNames } from "../../components/names.ts";
import { execFile as run } from "../../components/process/child.mjs";
import { SshSession } from "../../components/steps/sshSession.ts";
import { ownArguments, stackOption } from "../arguments.ts";
import {
  findTrouble,
  type NodeLine,
  type ServiceLine,
  swarmTroubleAt,
  type TaskLine,
} from "../cluster/health.ts";
import { withNodeNames } from "../cluster/nodeNames.ts";
import { openWay } from "../cluster/openWay.ts";
import { type DeployedCluster, deployedCluster } from "../pulumi/deployedCluster.ts";
import { table } from "../report/table.ts";

export const help = `npm run status -- [--stack NAME]

Prints nodes, services and tasks of the swarm as tables, and whether the entry point answers.
Exit code 1 if anything is not healthy.`;

export async function main(args: readonly string[]): Promise<number> {
  const { stack } = ownArguments("status", args, stackOption).values;
  const cluster = deployedCluster(stack);
  const { endpoint } = cluster;
  const [seed] = cluster.nodes;
  if (!seed) return 1;
  const session = new SshSession(await openWay(seed));
  const trouble = await session.withEngine((dockerHost) => showSwarm(dockerHost, cluster));
  const answer = await endpointAnswer(endpoint);
  console.log(`\n${endpoint ? `entry point  ${endpoint}  ${answer}` : "no port is published"}`);
  if (endpoint && answer !== "answers") trouble.push(`the entry point ${answer}`);
  for (const sentence of trouble) console.error(`✗ ${sentence}`);
  if (trouble.length === 0) console.log("✓ everything is healthy");
  return trouble.length === 0 ? 0 : 1;
}

async function showSwarm(dockerHost: string, cluster: DeployedCluster): Promise<string[]> {
  const docker = async (...args: string[]) => {
    const { stdout } = await run("docker", args, {
      env: { DOCKER_HOST: dockerHost, DOCKER_CONTEXT: undefined },
    });
    return stdout.split("\n").filter(Boolean);
  };
  const list = async <T>(...args: string[]): Promise<T[]> => {
    return (await docker(...args, "--format", "{{json .}}")).map((line) => JSON.parse(line) as T);
  };
  const gone = await swarmTroubleAt(dockerHost, cluster);
  if (gone) return [gone];
  const names = cluster.nodes.map(({ name }) => name);
  const [listed, services] = await Promise.all([
    list<NodeLine>("node", "ls"),
    list<ServiceLine>("service", "ls"),
  ]);
  const listTasks = (...more: string[]) =>
    services.length
      ? list<TaskLine>(
          ...["service", "ps", "--no-trunc", "--filter", "desired-state=running", ...more],
          ...services.map((service) => service.Name),
        )
      : [];
  const [labels, resolved, placed] = await Promise.all([
    docker(
      "node",
      "inspect",
      "--format",
      `{{index .Spec.Labels "${labelNames.node}"}}`,
      ...listed.map(({ ID }) => ID),
    ),
    listTasks(),
    listTasks("--no-resolve"),
  ]);
  const { nodes, tasks } = withNodeNames(listed, labels, resolved, placed);
  show(["NODE", "STATUS", "AVAILABILITY", "MANAGER", "ENGINE"], nodes, (node) => [
    node.Hostname,
    node.Status,
    node.Availability,
    node.ManagerStatus,
    node.EngineVersion,
  ]);
  show(["SERVICE", "MODE", "REPLICAS", "IMAGE"], services, (service) => [
    service.Name,
    service.Mode,
    service.Replicas,
    service.Image,
  ]);
  show(["TASK", "NODE", "STATE", "ERROR"], tasks, (task) => [
    task.Name,
    task.Node,
    task.CurrentState,
    task.Error,
  ]);
  // docker inspects the nodes in the order of the list.
  const expected = nodes.filter((_, index) => !cluster.accepted.includes(labels[index] ?? ""));
  const missing = names.filter((name) => !labels.includes(name) && !cluster.accepted.includes(name));
  return findTrouble(expected, services, tasks, missing);
}

function show<T>(heading: string[], lines: readonly T[], row: (line: T) => string[]): void {
  console.log(
    `${table([heading, ...lines.map(row).sort((a, b) => (a[0] ?? "").localeCompare(b[0] ?? ""))])}\n`,
  );
}

async function endpointAnswer(endpoint: string): Promise<string> {
  if (!endpoint.startsWith("http")) return "answers";
  try {
    const response = await fetch(endpoint, { signal: AbortSignal.timeout(5000) });
    return response.status < 500 ? "answers" : `answers with ${response.status}`;
  } catch {
    return "does not answer";
  }
}
