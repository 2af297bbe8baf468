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
  /** The client key for all machines. */
  readonly client: pulumi.Output<SshKeyPair>;
  private readonly seed: pulumi.Output<string>;
  private readonly hostKeys = new Map<string, pulumi.Output<SshKeyPair>>();

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
    this.client = this.seed.apply((seed) => deriveSshKeyPair(seed, "ssh client"));
    this.registerOutputs();
  }

  /**
   * With it, workers ask managers to change their own node, and can do nothing else.
   *
   * @param pool the pool that scales whose machines have it
   */
  nodeRequests(pool?: string): pulumi.Output<SshKeyPair> {
    const purpose = ["ssh node requests", ...(pool === undefined ? [] : [pool])].join(" ");
    return this.seed.apply((seed) => deriveSshKeyPair(seed, purpose));
  }

  /** The host key of the machine of this node. */
  host(node: string): pulumi.Output<SshKeyPair> {
    const known =
      this.hostKeys.get(node) ?? this.seed.apply((seed) => deriveSshKeyPair(seed, `ssh host ${node}`));
    this.hostKeys.set(node, known);
    return known;
  }

  password(purpose: string): pulumi.Output<string> {
    return this.seed.apply((seed) => derivePassword(seed, purpose));
  }
}
