import { Container } from "@pulumi/docker/container.js";
import * as pulumi from "@pulumi/pulumi";
import { containerImage } from "../build/containerImage.ts";
import type { ContainerNetwork } from "../machines/containerNetwork.ts";
import { engineVolume } from "../machines/engineVolume.ts";

/** How an image gets in from here and out to the nodes. */
export interface RegistryLogin {
  /** Where this computer pushes: `127.0.0.1:20009`. */
  readonly pushAddress: pulumi.Output<string>;
  /** What the nodes call the same registry: `registry:5000`. */
  readonly nodeAddress: pulumi.Output<string>;
  readonly username: pulumi.Output<string>;
  /** Secret. */
  readonly password: pulumi.Output<string>;
  /** Whether it speaks https. */
  readonly encrypted: boolean;
}

export interface RegistryArgs {
  readonly stack: string;
  readonly network: ContainerNetwork;
  /** Loopback port for pushes. */
  readonly port: number;
  /** Secret. */
  readonly password: pulumi.Output<string>;
}

const port = 5000;

/** A registry in a container, with a user and a volume of its own. */
export class Registry extends pulumi.ComponentResource {
  readonly login: RegistryLogin;
  /** What must run before anything is pushed. */
  readonly resource: pulumi.Resource;

  constructor(name: string, args: RegistryArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:Registry", name, {}, options);
    const image = containerImage("registry", new URL("./image/", import.meta.url), args.stack, {
      parent: this,
    });
    const labels = [{ label: "swarm.stack", value: args.stack }];
    const containerName = `swarm-${args.stack}-registry`;
    const volume = engineVolume(containerName, args.stack, { parent: this });
    this.resource = new Container(
      name,
      {
        name: containerName,
        hostname: "registry",
        image: image.reference,
        mustRun: true,
        restart: "unless-stopped",
        labels,
        networksAdvanced: [{ name: args.network.name, aliases: ["registry"] }],
        ports: [{ internal: port, ip: "127.0.0.1", external: args.port }],
        uploads: [{ file: "/etc/swarm/registry-password", content: args.password }],
        volumes: [{ volumeName: containerName, containerPath: "/var/lib/registry" }],
      },
      { parent: this, dependsOn: [image.resource, args.network.resource, volume], deleteBeforeReplace: true },
    );
    this.login = {
      pushAddress: pulumi.output(`127.0.0.1:${args.port}`),
      nodeAddress: pulumi.output(`registry:${port}`),
      username: pulumi.output("swarm"),
      password: args.password,
      // Pushes stay on the loopback address, pulls on the cluster's own network of this computer.
      encrypted: false,
    };
    this.registerOutputs();
  }
}
