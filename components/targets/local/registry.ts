import { Container } from "@pulumi/docker/container.js";
import * as pulumi from "@pulumi/pulumi";
import { loginAlone } from "../../images/clientConfiguration.ts";
import type { ImageRepository, Registry, RegistryLogin, Retention } from "../../images/registry.ts";
import { componentTypes, stepNames } from "../../names.ts";
import type { ContainerNetwork } from "./network.ts";
import { imageRetention } from "./registry/imageRetention.ts";
import { containerImage } from "./resources/containerImage.ts";
import { type ContainerOwner, labelsOf } from "./resources/containerOwner.ts";
import { engineStep } from "./resources/engineStep.ts";

export interface ContainerRegistryArgs {
  readonly owner: ContainerOwner;
  readonly network: ContainerNetwork;
  /** Loopback port for pushes. */
  readonly port: number;
  /** Secret. */
  readonly password: pulumi.Output<string>;
}

const port = 5000;
const address = `registry:${port}`;
const user = "swarm";

/** A registry in a container, with a user and a volume of its own. */
export class ContainerRegistry extends pulumi.ComponentResource implements Registry {
  readonly login: RegistryLogin;
  readonly made: pulumi.Output<string>;
  private readonly container: Container;
  private readonly name: string;
  private readonly cluster: pulumi.Input<string>;
  private readonly containerName: string;

  constructor(name: string, args: ContainerRegistryArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.ContainerRegistry, name, {}, options);
    const image = containerImage(
      "registry",
      new URL("./registry/registryImage/", import.meta.url),
      args.owner,
      {
        parent: this,
      },
    );
    const containerName = `swarm-${args.owner.stack}-registry`;
    this.name = name;
    this.cluster = args.owner.cluster.id;
    this.containerName = containerName;
    const volume = engineStep(
      stepNames.volume.of(containerName),
      { kind: "volume", name: containerName, owner: args.owner },
      { parent: this },
    );
    this.made = pulumi.unsecret(volume.stdout);
    this.container = new Container(
      name,
      {
        name: containerName,
        hostname: "registry",
        image: image.reference,
        mustRun: false,
        restart: "unless-stopped",
        labels: labelsOf(args.owner),
        networksAdvanced: [{ name: args.network.name, aliases: ["registry"] }],
        ports: [{ internal: port, ip: "127.0.0.1", external: args.port }],
        uploads: [{ file: "/etc/swarm/registry-password", content: args.password }],
        volumes: [{ volumeName: containerName, containerPath: "/var/lib/registry" }],
      },
      {
        parent: this,
        dependsOn: [image.resource, args.network.resource, volume],
        deleteBeforeReplace: true,
      },
    );
    this.login = {
      pushAddress: pulumi.output(`127.0.0.1:${args.port}`),
      nodeAddress: pulumi.output(address),
      prefix: "",
      username: pulumi.output(user),
      password: args.password,
      // Pushes use the loopback interface, and pulls the cluster's own network on this computer.
      encrypted: false,
      nodeConfiguration: args.password.apply((password) => loginAlone(address, user, password)),
    };
    this.registerOutputs();
  }

  /** One repository per stack: an engine shares layers between pushes only within a repository. */
  repositoryOf(stack: string, service: string): ImageRepository {
    return { repository: stack, tagPrefix: `${service}-` };
  }

  /** The first push creates a repository; only the registry itself must run. */
  repository(): pulumi.Resource {
    return this.container;
  }

  retain(retention: Retention): void {
    imageRetention(
      `${this.name}-retention`,
      { cluster: this.cluster, container: this.containerName, login: this.login, retention },
      { parent: this, dependsOn: [this.container, ...retention.after], deletedWith: this.container },
    );
  }
}
