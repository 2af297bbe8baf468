import { cluster } from "../fakeHost.ts";

/** A node of the swarm. */
export interface SwarmNode {
  readonly id: string;
  readonly hostname: string;
  readonly labels: Map<string, string>;
  readonly architecture: string;
  readonly address: string;
  role: "manager" | "worker";
  /** A manager is in raft a moment after its promotion, and until a moment after it is demoted. */
  isInRaft: boolean;
  reachability: "leader" | "reachable" | "unreachable";
  status: "ready" | "down" | "unknown";
  availability: "active" | "pause" | "drain";
}

export interface SwarmService {
  readonly name: string;
  /** A job's tasks have all completed, once they do not run. */
  readonly mode: "replicated" | "global" | "replicated job";
  readonly replicas: number;
  readonly labels: ReadonlyMap<string, string>;
  readonly constraints: readonly string[];
  /** A service without containers has none. */
  image: string | undefined;
  /** In nanoseconds. */
  readonly stopGracePeriod: number;
  /** The image before its last update. */
  readonly previousImage: string | undefined;
  /** The state of its last update; a service that never had one has none. */
  update: string | undefined;
}

/** A task of a service; which swarm wants to run or to stop. */
export interface SwarmTask {
  readonly id: string;
  readonly service: string;
  /** The number of the replica; the node's id for a global service. */
  readonly slot: string;
  readonly node: string;
  state: "starting" | "running" | "shutdown";
  desired: "running" | "shutdown";
  /** Its service's. */
  readonly labels: ReadonlyMap<string, string>;
}

/** A network, config or secret; its name is its id. */
export interface SwarmObject {
  readonly kind: "network" | "config" | "secret";
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  /** Then docker does not remove it. */
  isInUse: boolean;
}

/** Whether it matches a filter by label. */
export function hasLabel(
  { labels }: Pick<SwarmObject, "labels">,
  [key, label]: readonly [key: string, value: string],
): boolean {
  if (key !== "label") throw new Error(`the fake swarm does not filter these objects by ${key}`);
  const [name = "", value] = label.split(/=(.*)/s);
  return labels.get(name) === value;
}

/** The labels of what `shop_web` is the name of: part of the stack `shop` of this cluster. */
const stackLabels = (name: string) => ({
  "com.docker.stack.namespace": name.split("_")[0] ?? "",
  "swarm.cluster": cluster,
});

/** A node as a test describes it. */
export interface NodeFacts extends Partial<Omit<SwarmNode, "labels">> {
  readonly labels?: Readonly<Record<string, string>>;
}

/** A service as a test describes it; it has a running task at each of these nodes. */
export interface ServiceFacts extends Partial<Omit<SwarmService, "name" | "labels">> {
  readonly on?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** A network, config or secret as a test describes it. */
export interface ObjectFacts extends Pick<SwarmObject, "kind"> {
  readonly labels?: Readonly<Record<string, string>>;
  readonly isInUse?: boolean;
}

/** What a swarm contains. Ids of nodes are their names in the description. */
export class SwarmState {
  readonly nodes: SwarmNode[];
  readonly services: SwarmService[] = [];
  readonly tasks: SwarmTask[] = [];
  readonly objects: SwarmObject[];

  constructor(
    nodes: Readonly<Record<string, NodeFacts>>,
    services: Readonly<Record<string, ServiceFacts>> = {},
    objects: Readonly<Record<string, ObjectFacts>> = {},
  ) {
    this.nodes = Object.entries(nodes).map(([id, { labels = {}, role = "worker", ...facts }]) => ({
      id,
      hostname: `host-of-${id}`,
      labels: new Map(Object.entries(labels)),
      architecture: "x86_64",
      address: "10.0.0.10",
      role,
      isInRaft: role === "manager",
      reachability: "reachable",
      status: "ready",
      availability: "active",
      ...facts,
    }));
    for (const [name, facts] of Object.entries(services)) this.add(name, facts);
    this.objects = Object.entries(objects).map(([name, { kind, labels, isInUse = false }]) => ({
      ...{ name, kind, isInUse },
      labels: new Map(Object.entries(labels ?? stackLabels(name))),
    }));
  }

  /** Adds a service, or replaces it, with a running task at each of these nodes. */
  add(name: string, { on = [], labels = stackLabels(name), ...facts }: ServiceFacts): void {
    const known = this.services.findIndex((service) => service.name === name);
    const service: SwarmService = {
      ...{ name, mode: "replicated", replicas: on.length, constraints: [], update: undefined },
      ...{ image: `image-of-${name}`, previousImage: undefined, stopGracePeriod: 10_000_000_000 },
      labels: new Map(Object.entries(labels)),
      ...facts,
    };
    this.services.splice(known === -1 ? this.services.length : known, 1, service);
    for (const node of on) this.start(service, node);
  }

  findNode(id: string): SwarmNode | undefined {
    return this.nodes.find((node) => node.id === id);
  }

  node(id: string): SwarmNode {
    const node = this.findNode(id);
    if (!node) throw new Error(`the fake swarm has no node ${id}`);
    return node;
  }

  removeNode(id: string): void {
    this.nodes.splice(this.nodes.indexOf(this.node(id)), 1);
  }

  /** Its tasks stop, and stay listed until they have. */
  removeService(name: string): void {
    this.services.splice(
      this.services.findIndex((service) => service.name === name),
      1,
    );
    for (const task of this.tasks) if (task.service === name) task.desired = "shutdown";
  }

  start(service: SwarmService, node: string): void {
    const used = this.tasks.filter((task) => task.service === service.name && task.desired === "running");
    const free = [...Array(used.length + 1).keys()].map((index) => String(index + 1));
    const slot = free.find((number) => !used.some((task) => task.slot === number)) ?? "";
    this.tasks.push({
      id: `task-${this.tasks.length + 1}`,
      service: service.name,
      slot: service.mode === "global" ? this.node(node).id : slot,
      node,
      labels: service.labels,
      state: "running",
      desired: "running",
    });
  }

  /** Tasks that swarm wants to run, of this service or on this node. */
  wanted(place: Partial<Pick<SwarmTask, "service" | "node">>): SwarmTask[] {
    return this.tasks.filter(
      ({ service, node, desired }) =>
        desired === "running" && (place.service ?? service) === service && (place.node ?? node) === node,
    );
  }

  /** Swarm no longer wants the tasks of nodes that drain or are gone. */
  unassign(): void {
    for (const task of this.tasks) {
      const node = this.findNode(task.node);
      if (!node || node.availability === "drain") task.desired = "shutdown";
    }
  }

  /** The tasks that swarm does not want stop. */
  stop(): void {
    for (const task of this.tasks) if (task.desired === "shutdown") task.state = "shutdown";
  }

  /** Tasks of removed services stay listed only on nodes that are down. */
  forget(): void {
    const isLeft = ({ service, node }: SwarmTask) =>
      this.services.some(({ name }) => name === service) || this.findNode(node)?.status === "down";
    this.tasks.splice(0, Infinity, ...this.tasks.filter(isLeft));
  }

  /** Replicas without a task start on the node with fewest of them, if any accepts tasks. */
  replace(): void {
    for (const service of this.services.filter(({ mode }) => mode === "replicated"))
      while (this.wanted({ service: service.name }).length < service.replicas) {
        const count = ({ id }: SwarmNode) => this.wanted({ service: service.name, node: id }).length;
        const [best] = this.nodes
          .filter(({ status, availability }) => status === "ready" && availability === "active")
          .sort((one, other) => count(one) - count(other));
        if (!best) break;
        this.start(service, best.id);
      }
  }

  /** Everything that swarm does in the end after a change. */
  settle(): void {
    for (const node of this.nodes) node.isInRaft = node.role === "manager";
    this.unassign();
    this.stop();
    this.forget();
    this.replace();
  }
}
