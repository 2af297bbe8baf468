import type { Fault } from "../input/fault.ts";
import type { AwsSettings } from "../settings/awsSettings.ts";
import type { NodePort } from "./entryPoint.ts";

/** What keeps the published ports from being served side by side. */
export function checkListeners(_ports: readonly NodePort[], _settings: AwsSettings["entryPoint"]): Fault[] {
  return [];
}
