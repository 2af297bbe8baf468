import { getZone } from "@pulumi/aws/route53/getZone.js";
import { Record } from "@pulumi/aws/route53/record.js";
import * as pulumi from "@pulumi/pulumi";

export interface DomainRecordArgs {
  /** `shop.example.com` */
  readonly domain: string;
  /** Its Route 53 zone; default: the domain without its first label. */
  readonly hostedZone?: string | undefined;
  /** The load balancer that the name points to. */
  readonly target: { readonly dnsName: pulumi.Input<string>; readonly zoneId: pulumi.Input<string> };
}

/** A Route 53 record for a load balancer. */
export function domainRecord(
  name: string,
  { domain, hostedZone, target }: DomainRecordArgs,
  parent: pulumi.Resource,
): Record {
  return new Record(
    name,
    {
      name: domain,
      type: "A",
      zoneId: zoneId(domain, hostedZone, parent),
      aliases: [{ name: target.dnsName, zoneId: target.zoneId, evaluateTargetHealth: true }],
    },
    { parent },
  );
}

export async function zoneId(
  domain: string,
  hostedZone: string | undefined,
  parent: pulumi.Resource,
): Promise<string> {
  const name = hostedZone ?? domain.replace(/^[^.]*\./, "");
  try {
    return (await getZone({ name }, { parent })).zoneId;
  } catch (error) {
    throw new pulumi.RunError(
      `swarm:aws.entryPoint.domain: the zone ${name} for ${domain} is not found in Route 53: ${(error as Error).message}\n` +
        "  → set swarm:aws.entryPoint.hostedZone to a public zone of this account",
    );
  }
}
