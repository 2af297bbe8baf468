/**
 * The type tokens of the components, once: tools/ finds resources in plans and states by them. A changed token
 * replaces the resource.
 */
export const componentTypes = {
  Bastion: "swarm:index:Bastion",
  ClusterIdentity: "swarm:index:ClusterIdentity",
  ClusterKeys: "swarm:index:ClusterKeys",
  ComposeStack: "swarm:index:ComposeStack",
  ContainerEntryPoint: "swarm:index:ContainerEntryPoint",
  ContainerMachines: "swarm:index:ContainerMachines",
  ContainerNetwork: "swarm:index:ContainerNetwork",
  ContainerRegistry: "swarm:index:ContainerRegistry",
  DriftCorrection: "swarm:index:DriftCorrection",
  Ec2Machine: "swarm:index:Ec2Machine",
  Ec2Machines: "swarm:index:Ec2Machines",
  Ec2Network: "swarm:index:Ec2Network",
  EcrRegistry: "swarm:index:EcrRegistry",
  EndpointCheck: "swarm:index:EndpointCheck",
  ExternalRegistry: "swarm:index:ExternalRegistry",
  InstanceWatch: "swarm:index:InstanceWatch",
  MachineImage: "swarm:index:MachineImage",
  MirroredImage: "swarm:index:MirroredImage",
  NetworkLoadBalancer: "swarm:index:NetworkLoadBalancer",
  NodeImages: "swarm:index:NodeImages",
  NodeRequests: "swarm:index:NodeRequests",
  NodeRole: "swarm:index:NodeRole",
  Preflight: "swarm:index:Preflight",
  Rebalance: "swarm:index:Rebalance",
  ScalingPool: "swarm:index:ScalingPool",
  SecurityGroups: "swarm:index:SecurityGroups",
  ServiceImage: "swarm:index:ServiceImage",
  SshMachines: "swarm:index:SshMachines",
  StackImages: "swarm:index:StackImages",
  SwarmCluster: "swarm:index:SwarmCluster",
  SwarmNode: "swarm:index:SwarmNode",
  VirtualNetwork: "swarm:index:VirtualNetwork",
} as const;

/** The type token of a component that is not above, such as one of a new target. */
export function componentType<N extends string>(name: N): `swarm:index:${N}` {
  return `swarm:index:${name}`;
}

/** Also for a type of an earlier version, which a plan deletes. */
export function isComponentType(type: string): boolean {
  return type.startsWith("swarm:index:");
}

/** The type tokens of Pulumi's and the plugins' resources, as their packages register them. */
export const resourceTypes = {
  builtImage: "docker-build:index:Image",
  container: "docker:index/container:Container",
  localCommand: "command:local:Command",
  pulledImage: "docker:index/remoteImage:RemoteImage",
  remoteCommand: "command:remote:Command",
  stack: "pulumi:pulumi:Stack",
  stash: "pulumi:index:Stash",
} as const;

/** How the name of a step ends, after what the step belongs to: `web-0-join`, `shop-attempt`. */
class StepName {
  private readonly suffix: string;

  constructor(word: string) {
    this.suffix = `-${word}`;
  }

  of(owner: string): string {
    return `${owner}${this.suffix}`;
  }

  isOf(step: string): boolean {
    return step.endsWith(this.suffix);
  }

  /** What a step of this kind belongs to; any other name stays as it is. */
  ownerOf(step: string): string {
    return this.isOf(step) ? step.slice(0, -this.suffix.length) : step;
  }
}

export const stepNames = {
  attempt: new StepName("attempt"),
  boot: new StepName("boot"),
  bootstrap: new StepName("bootstrap"),
  deregistered: new StepName("deregistered"),
  directories: new StepName("directories"),
  host: new StepName("host"),
  immutableSettings: new StepName("immutable-settings"),
  join: new StepName("join"),
  joinToken: new StepName("join-token"),
  member: new StepName("member"),
  preflight: new StepName("preflight"),
  pull: new StepName("pull"),
  ready: new StepName("ready"),
  requests: new StepName("requests"),
  served: new StepName("served"),
  stack: new StepName("stack"),
  traffic: new StepName("traffic"),
  volume: new StepName("volume"),
  volumes: new StepName("volumes"),
  watch: new StepName("watch"),
} as const;

/** Names of steps that belong to the whole cluster. */
export const clusterStepNames = { poolImages: "pool-images" } as const;

/** Labels and tags of everything that the cluster owns. Scripts and Dockerfiles write them out. */
export const labelNames = {
  cluster: "swarm.cluster",
  content: "swarm.content",
  declared: "swarm.labels",
  node: "swarm.node",
  /** On a node of a pool that scales, if it was paused because it lacks images. */
  paused: "swarm.paused",
  pool: "swarm.pool",
  project: "swarm.project",
  revision: "swarm.revision",
  seed: "swarm.seed",
  stack: "swarm.stack",
  /** Followed by a dot and the name of a volume, on the node that holds it. */
  volume: "swarm.volume",
} as const;
