import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type * as pulumi from "@pulumi/pulumi";
import { ownLogGroup } from "../settings/logs.ts";
import type { AwsClusterSettings } from "../settings/settings.ts";
import { type Owner, tagsOf } from "./tags.ts";

/** The log group of the containers, if they write to one of ours. */
export function logGroup(
  settings: AwsClusterSettings,
  owner: Owner,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const name = ownLogGroup(settings);
  if (name === undefined) return [];
  const retentionInDays = settings.own.logs.retention;
  return [new LogGroup("logs", { name, retentionInDays, tags: tagsOf(owner, "logs") }, options)];
}
