import type { Complete } from "../../../input/schema.ts";
import type { Settings, WorkerPool } from "../../../settings/settings.ts";
import type { AwsBlock, AwsPart, WrittenAwsPool } from "./schema.ts";

/** A pool of EC2 instances. */
export interface AwsPool extends WorkerPool, WrittenAwsPool {}

/** A pool whose machines an auto-scaling group starts and ends. */
export interface ScalingPool extends AwsPool {
  readonly min: number;
  readonly max: number;
}

/** All settings of a cluster on AWS. */
export interface AwsClusterSettings extends Settings<AwsSettings> {
  readonly pools: readonly AwsPool[];
}

/** The machines' network. */
export interface AwsNetworkSettings extends Complete<AwsPart<"network">, "existing"> {
  readonly existing?: Complete<NonNullable<AwsPart<"network">["existing"]>>;
}

/** Settings of all machines. */
export type AwsMachineSettings = Complete<AwsPart<"machines">>;

/** The load balancer and its name. */
export type AwsEntryPointSettings = Complete<
  AwsPart<"entryPoint">,
  "port" | "certificate" | "domain" | "hostedZone"
>;

/** Settings of target aws. */
export interface AwsSettings extends Complete<AwsBlock, "account" | "permissionsBoundary" | "kmsKey"> {
  readonly network: AwsNetworkSettings;
  readonly managers: Complete<AwsPart<"managers">>;
  readonly machines: AwsMachineSettings;
  readonly registry: Complete<AwsPart<"registry">>;
  readonly entryPoint: AwsEntryPointSettings;
  readonly logs: Complete<AwsPart<"logs">>;
  readonly snapshots: Complete<AwsPart<"snapshots">>;
}
