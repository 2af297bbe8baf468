import * as pulumi from "@pulumi/pulumi";
import type { Machine } from "../machines/machine.ts";
import { remoteStep } from "../remote/remoteStep.ts";
import type { RegistryLogin } from "./registry.ts";

export interface NodeImagesArgs {
  readonly machines: readonly Machine[];
  readonly login: RegistryLogin;
  /** `repository@sha256:…`, as the nodes name them. */
  readonly references: readonly pulumi.Input<string>[];
}

const script = new URL("./scripts/pull.sh", import.meta.url);

/**
 * The images on every node, pulled by digest before a service asks for them.
 *
 * The engine never pulls a digest again that is there, so tasks restart anywhere without the registry.
 */
export class NodeImages extends pulumi.ComponentResource {
  /** The finished pull, by machine name. */
  readonly pulls: Readonly<Record<string, pulumi.Resource>>;

  constructor(name: string, args: NodeImagesArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:NodeImages", name, {}, options);
    this.pulls = Object.fromEntries(
      args.machines.map((machine) => [
        machine.name,
        remoteStep(
          `${machine.name}-pull`,
          {
            connection: machine.connection,
            run: { script, words: [machine.id, ...args.references], deadline: 900 },
            payload: args.login.nodeConfiguration,
          },
          { parent: this, dependsOn: machine.resource },
        ),
      ]),
    );
    this.registerOutputs();
  }
}
