import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

export interface ClusterIdentityArgs {
  /** Id of a swarm that was made by somebody else and that this cluster takes over; default: none. */
  readonly adopt?: string | undefined;
}

/**
 * Who this cluster is: an id that the first `up` draws and the state keeps. Everything that the cluster owns carries
 * it; names, stacks and addresses prove nothing, for two clones may share them.
 */
export class ClusterIdentity extends pulumi.ComponentResource {
  /** 20 hexadecimal digits. */
  readonly id: pulumi.Output<string>;
  readonly adopt: string | undefined;

  constructor(name: string, args: ClusterIdentityArgs = {}, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:ClusterIdentity", name, {}, options);
    const stash = new pulumi.Stash(
      name,
      { input: randomBytes(10).toString("hex") },
      // Each run draws; the first draw stays.
      { parent: this, ignoreChanges: ["input"] },
    );
    this.id = stash.output as pulumi.Output<string>;
    this.adopt = args.adopt;
    this.registerOutputs({ id: this.id });
  }
}
