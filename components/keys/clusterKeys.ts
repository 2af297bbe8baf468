import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { derivePassword, deriveSshKeyPair, type SshKeyPair } from "./keyMaterial.ts";

/**
 * Every key and password of one cluster, derived from one secret that is drawn once and kept in the state.
 *
 * A new node's host key needs no new resource and no change of the old one.
 */
export class ClusterKeys extends pulumi.ComponentResource {
  /** Whether an earlier run made the cluster, or began to. */
  readonly clusterExists: pulumi.Output<boolean>;
  private readonly seed: pulumi.Output<string>;

  constructor(name: string, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:ClusterKeys", name, {}, options);
    const drawn = randomBytes(32).toString("base64");
    const stash = new pulumi.Stash(
      name,
      { input: pulumi.secret(drawn) },
      // Each run draws; the first draw stays.
      { parent: this, ignoreChanges: ["input"] },
    );
    this.seed = pulumi.secret(stash.output as pulumi.Output<string>);
    this.clusterExists = pulumi.unsecret(this.seed.apply((kept) => kept !== drawn));
    this.registerOutputs();
  }

  /** The key that opens every machine. */
  get client(): pulumi.Output<SshKeyPair> {
    return this.seed.apply((seed) => deriveSshKeyPair(seed, "ssh client"));
  }

  /** The key by which the machine of this node proves who it is. */
  host(node: string): pulumi.Output<SshKeyPair> {
    return this.seed.apply((seed) => deriveSshKeyPair(seed, `ssh host ${node}`));
  }

  password(purpose: string): pulumi.Output<string> {
    return this.seed.apply((seed) => derivePassword(seed, purpose));
  }
}
