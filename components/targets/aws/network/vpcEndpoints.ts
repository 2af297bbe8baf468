import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { VpcEndpoint } from "@pulumi/aws/ec2/vpcEndpoint.js";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import type * as pulumi from "@pulumi/pulumi";
import { type Owner, tagsOf } from "../resources/tags.ts";

interface EndpointArgs {
  readonly owner: Owner;
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
}

/**
 * Routes traffic to S3, where ECR keeps the layers of images, past the NAT gateways. It costs nothing:
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
 */
export function storageEndpoint(
  { owner, region, vpcId, routeTableIds }: EndpointArgs & { routeTableIds: pulumi.Input<string>[] },
  options: pulumi.CustomResourceOptions,
): void {
  new VpcEndpoint(
    "s3",
    {
      vpcId,
      serviceName: serviceName(region, "s3"),
      vpcEndpointType: "Gateway",
      routeTableIds,
      tags: tagsOf(owner, "s3"),
    },
    options,
  );
}

export interface ServiceEndpointsArgs extends EndpointArgs {
  /** `ecr.api`, `ssm`. */
  readonly services: readonly string[];
  /** One for each zone. */
  readonly subnetIds: pulumi.Input<string>[];
  readonly nodeGroup: pulumi.Input<string>;
}

/** Private addresses of AWS services, which only the nodes can reach. */
export function serviceEndpoints(args: ServiceEndpointsArgs, options: pulumi.CustomResourceOptions): void {
  const { owner, region, vpcId, services, subnetIds, nodeGroup } = args;
  if (services.length === 0) return;
  const group = new SecurityGroup(
    "endpoints",
    { vpcId, description: "AWS services, for nodes of the swarm", tags: tagsOf(owner, "endpoints") },
    options,
  );
  new SecurityGroupIngressRule(
    "endpoints-https",
    {
      securityGroupId: group.id,
      description: "Nodes of the swarm",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      referencedSecurityGroupId: nodeGroup,
      tags: tagsOf(owner, "endpoints-https"),
    },
    options,
  );
  for (const service of services) {
    const name = `endpoint-${service}`;
    new VpcEndpoint(
      name,
      {
        vpcId,
        serviceName: serviceName(region, service),
        vpcEndpointType: "Interface",
        // The services' usual names then lead to the endpoints.
        privateDnsEnabled: true,
        subnetIds,
        securityGroupIds: [group.id],
        tags: tagsOf(owner, name),
      },
      options,
    );
  }
}

/**
 * In China, some services have names of another form, which are written in full:
 * https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
function serviceName(region: string, service: string): string {
  return service.includes("com.amazonaws.") ? service : `com.amazonaws.${region}.${service}`;
}
