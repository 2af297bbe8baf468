import type { Registration } from "../recordedProgram.ts";
import {
  type Call,
  type CallsOf,
  type CallTarget,
  type Cluster,
  call,
  calls,
  retagged,
  type Tags,
  tagsIn,
} from "./call.ts";

/** A resource that the call creates with these tags; AWS then evaluates CreateTags as well. */
export function created(
  action: string,
  type: string,
  requestTags: Tags,
  others: readonly CallTarget[] = [],
): Call[] {
  return [
    call(`ec2:${action}`, { type, requestTags }, ...others),
    call("ec2:CreateTags", { type, requestTags, context: { "ec2:CreateAction": action } }),
  ];
}

/** The user changes the tags. */
export function tagged(type: string, tags: Tags): Call[] {
  return [
    call("ec2:CreateTags", { type, tags, requestTags: retagged(tags) }),
    call("ec2:DeleteTags", { type, tags }),
  ];
}

/** A resource with tags that is created with some others, changed and deleted. */
function owned(
  type: string,
  create: string,
  change: string,
  others: (registration: Registration, cluster: Cluster) => readonly CallTarget[] = () => [],
): CallsOf {
  return (registration, cluster) => {
    const tags = tagsIn(registration);
    return [
      ...created(create, type, tags, others(registration, cluster)),
      ...calls("ec2", change, { type, tags }),
      ...tagged(type, tags),
    ];
  };
}

/** A resource that an input refers to; without tags of ours if it is not in the program. */
export function referred(type: string, module: string, reference: unknown, cluster: Cluster): CallTarget {
  return { type, tags: cluster.tagsOf(module, reference) };
}

const vpc = "aws:ec2/vpc:Vpc";
const subnet = "aws:ec2/subnet:Subnet";
const table = "aws:ec2/routeTable:RouteTable";
export const group = "aws:ec2/securityGroup:SecurityGroup";
const instance = "aws:ec2/instance:Instance";
const address = "aws:ec2/eip:Eip";

const inVpc = ({ inputs }: Registration, cluster: Cluster) => [referred("vpc", vpc, inputs.vpcId, cluster)];
export const list = (value: unknown) => (value ?? []) as readonly unknown[];

/** An interface belongs to a machine, and has no tags. */
export const networkInterface: CallTarget = { type: "network-interface" };

const route: CallsOf = ({ inputs }, cluster) =>
  calls(
    "ec2",
    "CreateRoute ReplaceRoute DeleteRoute",
    referred("route-table", table, inputs.routeTableId, cluster),
  );

const association: CallsOf = ({ inputs }, cluster) =>
  ["AssociateRouteTable", "ReplaceRouteTableAssociation", "DisassociateRouteTable"].map((action) =>
    call(
      `ec2:${action}`,
      referred("route-table", table, inputs.routeTableId, cluster),
      referred("subnet", subnet, inputs.subnetId, cluster),
    ),
  );

const power: CallsOf = ({ inputs }, cluster) =>
  calls("ec2", "StartInstances StopInstances", referred("instance", instance, inputs.instanceId, cluster));

const internetGateway: CallsOf = (registration, cluster) => [
  ...owned("internet-gateway", "CreateInternetGateway", "DeleteInternetGateway")(registration, cluster),
  ...["AttachInternetGateway", "DetachInternetGateway"].map((action) =>
    call(
      `ec2:${action}`,
      { type: "internet-gateway", tags: tagsIn(registration) },
      ...inVpc(registration, cluster),
    ),
  ),
];

const eipAssociation: CallsOf = ({ inputs }, cluster) => {
  const ip = referred("elastic-ip", address, inputs.allocationId, cluster);
  const machine = referred("instance", instance, inputs.instanceId, cluster);
  return [
    call("ec2:AssociateAddress", ip, machine, networkInterface),
    call("ec2:DisassociateAddress", ip, networkInterface),
  ];
};

/** A new group lets everything out; the provider removes that rule. */
const securityGroup = owned(
  "security-group",
  "CreateSecurityGroup",
  "RevokeSecurityGroupEgress DeleteSecurityGroup",
  inVpc,
);

/** Its VPC made it, without tags. */
const defaultGroup: CallsOf = () =>
  calls("ec2", "RevokeSecurityGroupIngress RevokeSecurityGroupEgress", { type: "security-group" });

function rule(direction: "Ingress" | "Egress"): CallsOf {
  return (registration, cluster) => {
    const type = "security-group-rule";
    const tags = tagsIn(registration);
    const of = referred("security-group", group, registration.inputs.securityGroupId, cluster);
    return [
      ...created(`AuthorizeSecurityGroup${direction}`, type, tags, [of]),
      call("ec2:ModifySecurityGroupRules", of, { type, tags }),
      call(`ec2:RevokeSecurityGroup${direction}`, of),
      ...tagged(type, tags),
    ];
  };
}

const attachment: CallsOf = ({ inputs }, cluster) => {
  const machine = referred("instance", instance, inputs.instanceId, cluster);
  const disk = referred("volume", "aws:ebs/volume:Volume", inputs.volumeId, cluster);
  return [
    call("ec2:AttachVolume", machine, disk),
    call("ec2:StopInstances", machine),
    call("ec2:DetachVolume", machine, disk),
  ];
};

const machine: CallsOf = (registration, cluster) => {
  const { inputs } = registration;
  const tags = tagsIn(registration);
  const diskTags = tagsIn(registration, "volumeTags");
  const groups = list(inputs.vpcSecurityGroupIds).map((id) => referred("security-group", group, id, cluster));
  const of = { type: "instance", tags };
  return [
    ...created("RunInstances", "instance", tags, [
      { type: "image" },
      networkInterface,
      ...groups,
      referred("subnet", subnet, inputs.subnetId, cluster),
      { type: "volume", requestTags: diskTags },
      ...(inputs.instanceMarketOptions ? [{ type: "spot-instances-request" }] : []),
    ]),
    ...created("RunInstances", "volume", diskTags).slice(1),
    ...(inputs.iamInstanceProfile
      ? [
          call("iam:PassRole", {
            type: "role/swarm",
            id: "nodes-1a2b3c4",
            context: { "iam:PassedToService": "ec2.amazonaws.com" },
          }),
        ]
      : []),
    ...calls(
      "ec2",
      "ModifyInstanceAttribute ModifyInstanceMetadataOptions StopInstances StartInstances TerminateInstances",
      of,
    ),
    // A provider does so before it terminates a spot instance.
    ...(inputs.instanceMarketOptions
      ? [call("ec2:CancelSpotInstanceRequests", { type: "spot-instances-request" })]
      : []),
    call("ec2:ModifyNetworkInterfaceAttribute", networkInterface, ...groups),
    call("ec2:ModifyVolume", { type: "volume", tags: diskTags }),
    ...tagged("instance", tags),
    ...tagged("volume", diskTags),
  ];
};

const endpoint: CallsOf = (registration, cluster) => {
  const { inputs } = registration;
  const others = [
    ...inVpc(registration, cluster),
    ...list(inputs.routeTableIds).map((id) => referred("route-table", table, id, cluster)),
    ...list(inputs.subnetIds).map((id) => referred("subnet", subnet, id, cluster)),
    ...list(inputs.securityGroupIds).map((id) => referred("security-group", group, id, cluster)),
  ];
  return [
    ...owned(
      "vpc-endpoint",
      "CreateVpcEndpoint",
      "ModifyVpcEndpoint DeleteVpcEndpoints",
      () => others,
    )(registration, cluster),
    // The names are in a zone of AWS.
    ...(inputs.privateDnsEnabled
      ? [call("route53:AssociateVPCWithHostedZone", { type: "hostedzone", id: "Z0AWSAWSAWSAWSAWSAWS" })]
      : []),
  ];
};

export const ec2Calls: Readonly<Record<string, CallsOf>> = {
  [vpc]: owned("vpc", "CreateVpc", "ModifyVpcAttribute DeleteVpc"),
  [subnet]: owned("subnet", "CreateSubnet", "ModifySubnetAttribute DeleteSubnet", inVpc),
  [table]: owned("route-table", "CreateRouteTable", "DeleteRouteTable", inVpc),
  [group]: securityGroup,
  [instance]: machine,
  [address]: owned("elastic-ip", "AllocateAddress", "ReleaseAddress"),
  "aws:ebs/volume:Volume": owned("volume", "CreateVolume", "ModifyVolume DeleteVolume"),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": defaultGroup,
  "aws:ec2/eipAssociation:EipAssociation": eipAssociation,
  "aws:ec2/internetGateway:InternetGateway": internetGateway,
  "aws:ec2/natGateway:NatGateway": owned(
    "natgateway",
    "CreateNatGateway",
    "DeleteNatGateway",
    (one, cluster) => [
      referred("elastic-ip", address, one.inputs.allocationId, cluster),
      referred("subnet", subnet, one.inputs.subnetId, cluster),
    ],
  ),
  "aws:ec2/route:Route": route,
  "aws:ec2/routeTableAssociation:RouteTableAssociation": association,
  "aws:ec2/volumeAttachment:VolumeAttachment": attachment,
  "aws:ec2/vpcEndpoint:VpcEndpoint": endpoint,
  "aws:ec2transitgateway/instanceState:InstanceState": power,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule("Egress"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule("Ingress"),
};
