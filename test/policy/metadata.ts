import { blocks, type Inputs, type Rule } from "./rule.ts";

/**
 * Without these settings, a container or a forged request through a service gets the machine's AWS rights.
 */
function faultsOf({ metadataOptions }: Inputs): string[] {
  const { httpEndpoint, httpTokens, httpPutResponseHopLimit } = blocks(metadataOptions)[0] ?? {};
  if (httpEndpoint === "disabled") return [];
  return [
    ...(httpTokens === "required"
      ? []
      : ["answers metadata requests without a token; set metadataOptions.httpTokens to required"]),
    ...(Number(httpPutResponseHopLimit) === 1
      ? []
      : ["lets containers ask for metadata; set metadataOptions.httpPutResponseHopLimit to 1"]),
  ];
}

export const metadata: Rule = {
  name: "metadata-by-token",
  description: "The metadata service wants a token (IMDSv2), which does not get into containers.",
  level: "mandatory",
  sources: ["EC2.8", "CKV_AWS_79", "CKV_AWS_341"],
  faults: {
    "aws:ec2/instance:Instance": faultsOf,
    "aws:ec2/launchTemplate:LaunchTemplate": faultsOf,
  },
};
