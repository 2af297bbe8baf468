import type { LoggingSettings } from "../../../settings/loggingSettings.ts";
import type { Origin } from "../../../settings/targetSettings.ts";
import type { Account, Statement } from "../machines/policyDocuments.ts";
import type { AwsClusterSettings, AwsSettings } from "./settings.ts";

/** Days. */
export const usualRetention = 30;

const driver = "awslogs";
const group = "awslogs-group";

/** The log group that the program creates. */
export function logGroupName({ project, stack }: Pick<Origin, "project" | "stack">): string {
  return `/swarm/${project}/${stack}`;
}

/** https://docs.docker.com/engine/logging/drivers/awslogs/ */
export function completeAwsLogs(
  { driver: name, options }: LoggingSettings,
  { region }: Pick<AwsSettings, "region">,
  origin: Pick<Origin, "project" | "stack">,
): LoggingSettings {
  if (name !== driver) return { driver: name, options };
  const usual = { "awslogs-region": region, [group]: logGroupName(origin), tag: "{{.Name}}" };
  return { driver: name, options: { ...usual, ...options } };
}

/** The log group to create; undefined if the settings name an existing one, or another driver. */
export function ownLogGroup(settings: Pick<AwsClusterSettings, "logging" | "project" | "stack">) {
  const name = logGroupName(settings);
  return settings.logging.driver === driver && settings.logging.options[group] === name ? name : undefined;
}

/** What the machines' role needs for the driver. */
export function logPermissions(
  { logging: { driver: name, options } }: Pick<AwsClusterSettings, "logging">,
  { partition, region, account }: Account,
): Statement[] {
  if (name !== driver) return [];
  const where = `${options["awslogs-region"] ?? region}:${account}`;
  return [
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `arn:${partition}:logs:${where}:log-group:${options[group]}:log-stream:*`,
    },
  ];
}
