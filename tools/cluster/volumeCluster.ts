import type { DeployedCluster } from "../pulumi/deployedCluster.ts";
import { NodeScript } from "./nodeScript.ts";
import { readStoredVolumes, readVolumeServices, type StoredVolume, type VolumeServices } from "./volumes.ts";

const script = (name: string) => new URL(`../../components/swarm/scripts/${name}.sh`, import.meta.url);

/** The nodes of a deployed cluster, for what concerns volumes. */
export class VolumeCluster implements Disposable {
  private readonly cluster: DeployedCluster;
  private readonly manager: NodeScript;
  /** Those that were needed so far. */
  private readonly nodes = new Map<string, NodeScript>();

  constructor(cluster: DeployedCluster) {
    const [seed] = cluster.nodes;
    if (!seed) throw new Error("the stack has no nodes\n  → npm run up");
    this.cluster = cluster;
    this.manager = new NodeScript([script("volumeNodes"), script("volumeServices")], seed, cluster.cluster);
  }

  async services(): Promise<VolumeServices> {
    return readVolumeServices(await this.manager.ask("show"));
  }

  /** The volumes on all nodes. */
  async stored(): Promise<StoredVolume[]> {
    const lists = this.cluster.nodes.map(async ({ name }) =>
      readStoredVolumes(name, await this.on(name).ask("list")),
    );
    return (await Promise.all(lists)).flat();
  }

  /** @throws if the node is unknown */
  on(name: string): NodeScript {
    const known = this.nodes.get(name);
    if (known) return known;
    const { nodes, cluster } = this.cluster;
    const node = nodes.find((one) => one.name === name);
    if (!node)
      throw new Error(`no node is called ${name}\n  → one of: ${nodes.map((one) => one.name).join(", ")}`);
    const made = new NodeScript([script("volumeData")], node, cluster);
    this.nodes.set(name, made);
    return made;
  }

  /** Scales services to no tasks, and waits until their tasks have stopped. */
  async stop(services: readonly string[]): Promise<void> {
    await this.manager.run("stop", ...services);
  }

  /** @param services replicas by name */
  async start(services: Readonly<Record<string, number>>): Promise<void> {
    await this.manager.run("start", ...Object.entries(services).map(([name, count]) => `${name}=${count}`));
  }

  /** @param from and `to` ids of nodes */
  async hold(from: string, to: string, volumes: readonly string[]): Promise<void> {
    await this.manager.run("hold", from, to, ...volumes);
  }

  /** Removes a copy that is not in use. */
  async remove(volume: string, name: string): Promise<void> {
    const node = this.on(name);
    const { holders, users } = await this.services();
    const isUsed = users.some(({ volumes }) => volumes.includes(volume));
    if (holders.get(volume) === name || (isUsed && !holders.has(volume)))
      throw new Error(
        `${volume} on ${name} is in use\n  → move it first: npm run volumes -- move ${volume} NODE`,
      );
    await node.run("remove", volume);
    console.log(`removed ${volume} from ${name}`);
  }

  [Symbol.dispose](): void {
    for (const node of [this.manager, ...this.nodes.values()]) node[Symbol.dispose]();
  }
}
