import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { componentTypes } from "../names.ts";
import { derivePassword, deriveSshKeyPair, type SshKeyPair } from "./keyMaterial.ts";

/**
 * All keys and passwords of a cluster, derived from one root secret in the state.
 *
 * A new node's host key needs no new resource and changes no existing one.
 */
export class ClusterKeys extends pulumi.ComponentResource {
  /** Whether an earlier run created the cluster, or began to. */
  readonly clusterExists: pulumi.Output<boolean>;
  private readonly seed: pulumi.Output<string>;

  constructor(name: string, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.ClusterKeys, name, {}, options);
    const drawn = randomBytes(32).toString("base64");
    const stash = new pulumi.Stash(
      name,
      { input: pulumi.secret(drawn) },
      // Every run draws a secret; the state keeps the first.
      { parent: this, ignoreChanges: ["input"] },
    );
    this.seed = pulumi.secret(stash.output as pulumi.Output<string>);
    this.clusterExists = pulumi.unsecret(this.seed.apply((kept) => kept !== drawn));
    this.registerOutputs();
  }

  /** The client key for all machines. */
  get client(): pulumi.Output<SshKeyPair> {
    return this.seed.apply((seed) => deriveSshKeyPair(seed, "ssh client"));
  }

  /** With it, workers ask managers to change their own node, and can do nothing else. */
  get nodeRequests(): pulumi.Output<SshKeyPair> {
    return this.seed.apply((seed) => deriveSshKeyPair(seed, "ssh node requests"));
  }

  /** The host key of the machine of this node. */
  host(node: string): pulumi.Output<SshKeyPair> {
    return this.seed.apply((seed) => deriveSshKeyPair(seed, `ssh host ${node}`));
  }

  password(purpose: string): pulumi.Output<string> {
    return this.seed.apply((seed) => derivePassword(seed, purpose));
  }
}
