import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule.js";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import * as pulumi from "@pulumi/pulumi";
import { componentTypes } from "../../../names.ts";
import { isPreview } from "../resources/isPreview.ts";
import { type Owner, tagsOf } from "../resources/tags.ts";
import { type Access, type Group, type SecurityRule, securityRules } from "./securityRules.ts";

export interface SecurityGroupsArgs extends Access {
  readonly owner: Owner;
  readonly vpcId: pulumi.Input<string>;
}

const members: Readonly<Record<Group, string>> = {
  nodes: "All nodes of the swarm",
  managers: "Managers of the swarm",
  bastion: "The way in for SSH",
};

/** The security groups and their rules, without published ports. */
export class SecurityGroups extends pulumi.ComponentResource {
  readonly nodes: pulumi.Output<string>;
  readonly managers: pulumi.Output<string>;
  /** Undefined unless SSH goes through a bastion. */
  readonly bastion: pulumi.Output<string> | undefined;

  /** Known once all rules are in force. */
  readonly open: pulumi.Output<string[]>;

  constructor(name: string, args: SecurityGroupsArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.SecurityGroups, name, {}, options);
    const groups = {
      nodes: this.group("nodes", args),
      managers: this.group("managers", args),
      ...(args.isPrivate ? { bastion: this.group("bastion", args) } : {}),
    };
    const idOf = (group: Group) => (groups as Readonly<Record<Group, SecurityGroup>>)[group].id;
    const rules = securityRules(args);
    this.open = pulumi.all(rules.map((rule) => this.letIn(rule, idOf, args.owner)));
    // Managers are nodes as well: the nodes' outbound rule covers them.
    for (const group of args.isPrivate ? (["nodes", "bastion"] as const) : (["nodes"] as const))
      this.letOut(group, idOf(group), args.owner);
    this.nodes = groups.nodes.id;
    this.managers = groups.managers.id;
    this.bastion = groups.bastion?.id;
    this.registerOutputs();
  }

  private group(name: Group, { owner, vpcId }: SecurityGroupsArgs): SecurityGroup {
    return new SecurityGroup(
      name,
      { vpcId, description: members[name], tags: tagsOf(owner, name) },
      { parent: this },
    );
  }

  private letIn(
    rule: SecurityRule,
    idOf: (group: Group) => pulumi.Output<string>,
    owner: Owner,
  ): pulumi.Output<string> {
    // A preview needs no SSH, so another address of this computer is no change.
    const isKept = rule.isOwn === true && isPreview(pulumi.runtime.isDryRun());
    return new SecurityGroupIngressRule(
      rule.name,
      {
        securityGroupId: idOf(rule.group),
        description: rule.purpose,
        ipProtocol: rule.protocol,
        ...(rule.port === undefined ? {} : { fromPort: rule.port, toPort: rule.port }),
        ...("group" in rule.from
          ? { referencedSecurityGroupId: idOf(rule.from.group) }
          : { cidrIpv4: rule.from.cidr }),
        tags: tagsOf(owner, rule.name),
      },
      { parent: this, ignoreChanges: isKept ? ["cidrIpv4"] : [] },
    ).id;
  }

  private letOut(group: Group, securityGroupId: pulumi.Output<string>, owner: Owner): void {
    const name = `${group}-out`;
    new SecurityGroupEgressRule(
      name,
      {
        securityGroupId,
        description: "Packages, images and the AWS API",
        ipProtocol: "-1",
        cidrIpv4: "0.0.0.0/0",
        tags: tagsOf(owner, name),
      },
      { parent: this },
    );
  }
}
