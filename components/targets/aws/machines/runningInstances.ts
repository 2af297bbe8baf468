import { getEbsVolumes } from "@pulumi/aws/ebs/getEbsVolumes.js";
import { getInstances } from "@pulumi/aws/ec2/getInstances.js";
import type * as pulumi from "@pulumi/pulumi";
import { labelNames } from "../../../names.ts";

/** Addresses of an instance. */
export interface RunningInstance {
  readonly privateAddress: string;
  /** Undefined without a public address. */
  readonly publicAddress: string | undefined;
}

/** A cluster's instances and disks in AWS before anything is registered, found by their tags. */
export class RunningInstances {
  private readonly cluster: string;
  private readonly options: pulumi.InvokeOptions;
  private readonly missing = new Set<string>();

  constructor(cluster: string, options: pulumi.InvokeOptions) {
    this.cluster = cluster;
    this.options = options;
  }

  /** The instance with this tag; undefined if none runs. */
  async find(tag: string, value: string): Promise<RunningInstance | undefined> {
    const { privateIps, publicIps } = await getInstances(
      { filters: this.filters(tag, value), instanceStateNames: ["pending", "running"] },
      this.options,
    );
    const [privateAddress] = privateIps;
    return privateAddress === undefined ? undefined : { privateAddress, publicAddress: publicIps[0] };
  }

  /** A node's instance; undefined if none runs. */
  async of(node: string): Promise<RunningInstance | undefined> {
    const found = await this.find(labelNames.node, node);
    if (!found) this.missing.add(node);
    return found;
  }

  /** True if `of` found no instance of this node. */
  isMissing(node: string): boolean {
    return this.missing.has(node);
  }

  /** Ids of all instances that run. */
  async ids(): Promise<string[]> {
    const filters = [{ name: `tag:${labelNames.cluster}`, values: [this.cluster] }];
    return (await getInstances({ filters, instanceStateNames: ["running"] }, this.options)).ids;
  }

  /** Id of an instance with this tag that somebody stopped; undefined if there is none. */
  async stopped(tag: string, value: string): Promise<string | undefined> {
    const { ids } = await getInstances(
      { filters: this.filters(tag, value), instanceStateNames: ["stopping", "stopped"] },
      this.options,
    );
    return ids[0];
  }

  /** Whether there is an instance with this tag, running or stopped. */
  async exists(tag: string, value: string): Promise<boolean> {
    const { ids } = await getInstances(
      {
        filters: this.filters(tag, value),
        instanceStateNames: ["pending", "running", "stopping", "stopped"],
      },
      this.options,
    );
    return ids.length > 0;
  }

  /** Whether a volume with this tag exists. */
  async hasVolume(tag: string, value: string): Promise<boolean> {
    const { ids } = await getEbsVolumes({ filters: this.filters(tag, value) }, this.options);
    return ids.length > 0;
  }

  private filters(tag: string, value: string) {
    return [
      { name: `tag:${labelNames.cluster}`, values: [this.cluster] },
      { name: `tag:${tag}`, values: [value] },
    ];
  }
}
