import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { componentTypes } from "../names.ts";

export interface ClusterIdentityArgs {
  /** Id of an existing swarm that this cluster adopts; default: none. */
  readonly adopt?: string | undefined;
}

/**
 * The cluster id, drawn at the first `up` and kept in the state. Everything that the cluster owns carries it.
 * Names, stacks and addresses do not identify a cluster, because two clones can share them.
 */
export class ClusterIdentity extends pulumi.ComponentResource {
  /** 20 hexadecimal digits. */
  readonly id: pulumi.Output<string>;
  readonly adopt: string | undefined;

  constructor(name: string, args: ClusterIdentityArgs = {}, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.ClusterIdentity, name, {}, options);
    const stash = new pulumi.Stash(
      name,
      { input: randomBytes(10).toString("hex") },
      // Every run draws an id; the state keeps the first.
      { parent: this, ignoreChanges: ["input"] },
    );
    this.id = stash.output as pulumi.Output<string>;
    this.adopt = args.adopt;
    this.registerOutputs({ id: this.id });
  }
}
