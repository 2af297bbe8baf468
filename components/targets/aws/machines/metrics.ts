import type { AwsSettings } from "../settings/settings.ts";
import type { Statement } from "./policyDocuments.ts";

/** The namespace of the metrics that machines send (scripts/metrics.sh). */
export function metricNamespace(cluster: string): string {
  return `swarm/${cluster}`;
}

/** What preflight runs on each machine: it installs or removes what sends these metrics. */
export function metricScript(alarms: AwsSettings["alarms"]): URL {
  const isOn = alarms.topic !== undefined || alarms.email !== undefined;
  return new URL(`./scripts/${isOn ? "metrics" : "noMetrics"}.sh`, import.meta.url);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html */
export function metricPermissions(alarms: AwsSettings["alarms"], cluster: string): Statement[] {
  if (Object.keys(alarms).length === 0) return [];
  return [
    {
      Effect: "Allow",
      Action: ["cloudwatch:PutMetricData"],
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": metricNamespace(cluster) } },
    },
  ];
}
