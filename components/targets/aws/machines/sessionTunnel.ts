import { labelNames } from "../../../names.ts";
import type { Tunnel } from "../../../steps/connection.ts";
import type { KnownResource } from "../../targetPlan.ts";
import { hasSessionManager } from "./bootData.ts";

const guides = "https://docs.aws.amazon.com";

/**
 * SSH through AWS Session Manager; undefined if the role does not allow it, or the machine has no agent: it keeps
 * its user data when the setting changes.
 *
 * @param resources with their secrets in clear
 *
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-getting-started-enable-ssh-connections.html
 */
export function sessionTunnel(node: string, resources: readonly KnownResource[]): Tunnel | undefined {
  const isAllowed = resources.some(
    ({ type, inputs }) =>
      type === "aws:iam/rolePolicy:RolePolicy" &&
      String(inputs?.policy).includes("ssmmessages:OpenDataChannel"),
  );
  const machine = resources.find(({ type, inputs }) => {
    const tags = inputs?.tags as Readonly<Record<string, unknown>> | undefined;
    return type === "aws:ec2/instance:Instance" && tags?.[labelNames.node] === node;
  });
  // arn:aws:ec2:REGION:ACCOUNT:instance/ID
  const region = String(machine?.outputs?.arn ?? "").split(":")[3];
  if (!isAllowed || !machine?.id || !region || !hasSessionManager(machine.inputs?.userData)) return undefined;
  return {
    name: "Session Manager",
    command: [
      ...["aws", "ssm", "start-session", "--target", machine.id, "--region", region],
      ...["--document-name", "AWS-StartSSHSession", "--parameters", "portNumber=22"],
    ],
    programs: {
      aws: `${guides}/cli/latest/userguide/getting-started-install.html`,
      "session-manager-plugin": `${guides}/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html`,
    },
    variables: ["AWS_*"],
  };
}
