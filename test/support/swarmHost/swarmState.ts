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
  readonly constraints: readonly string[];
  /** A service without containers has none. */
  readonly image: string | undefined;
  /** The image before its last update. */
  readonly previousImage: string | undefined;
  /** The state of its last update; a service that never had one has none. */
  update: string | undefined;
}

/** A task of a service; swarm wishes it to run or to stop. */
export interface SwarmTask {
  readonly id: string;
  readonly service: string;
  /** The number of the replica; the node's id for a global service. */
  readonly slot: string;
  readonly node: string;
  state: "starting" | "running" | "shutdown";
  desired: "running" | "shutdown";
}

/** A node as a test describes it. */
export interface NodeFacts extends Partial<Omit<SwarmNode, "labels">> {
  readonly labels?: Readonly<Record<string, string>>;
}

/** A service as a test describes it; it has a running task at each of these nodes. */
export interface ServiceFacts extends Partial<Omit<SwarmService, "name">> {
  readonly on?: readonly string[];
}

/** What a swarm contains. Ids of nodes are their names in the description. */
export class SwarmState {
  readonly nodes: SwarmNode[];
  readonly services: SwarmService[];
  readonly tasks: SwarmTask[] = [];

  constructor(
    nodes: Readonly<Record<string, NodeFacts>>,
    services: Readonly<Record<string, ServiceFacts>> = {},
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
    this.services = Object.entries(services).map(([name, { on = [], ...facts }]) => {
      const service: SwarmService = {
        ...{ name, mode: "replicated", replicas: on.length, constraints: [], update: undefined },
        ...{ image: `image-of-${name}`, previousImage: undefined },
        ...facts,
      };
      for (const node of on) this.start(service, node);
      return service;
    });
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

  start(service: SwarmService, node: string): void {
    const used = this.tasks.filter((task) => task.service === service.name && task.desired === "running");
    const free = [...Array(used.length + 1).keys()].map((index) => String(index + 1));
    const slot = free.find((number) => !used.some((task) => task.slot === number)) ?? "";
    this.tasks.push({
      id: `task-${this.tasks.length + 1}`,
      service: service.name,
      slot: service.mode === "global" ? this.node(node).id : slot,
      node,
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
    this.replace();
  }
}
