import * as pulumi from "@pulumi/pulumi";
import type { Owner } from "../machines/ec2/tags.ts";
import type { AwsSettings } from "../settings/awsSettings.ts";
import type { Registry, RegistryLogin } from "./registry.ts";

export interface EcrRegistryArgs {
  readonly owner: Owner;
  readonly settings: AwsSettings["registry"];
  /** What the nodes run on: `linux/arm64`. */
  readonly platform: string;
  /** ARN of the role that may pull. */
  readonly pullers: pulumi.Input<string>;
}

/** The account's own registry, with a repository for each image. */
export class EcrRegistry extends pulumi.ComponentResource implements Registry {
  declare readonly login: RegistryLogin;
  readonly platform: string;

  constructor(name: string, args: EcrRegistryArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:EcrRegistry", name, {}, options);
    this.platform = args.platform;
    this.registerOutputs();
  }

  repository(_name: string): pulumi.Resource {
    return this;
  }
}
