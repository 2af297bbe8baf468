import { InstanceProfile } from "@pulumi/aws/iam/instanceProfile.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import * as pulumi from "@pulumi/pulumi";
import { componentTypes } from "../../../names.ts";
import { type Owner, tagsOf } from "../resources/tags.ts";
import { type Account, machinePermissions, machineTrust } from "./policyDocuments.ts";

export interface NodeRoleArgs {
  readonly owner: Owner;
  readonly account: Account;
  /** Whether AWS Session Manager may open a shell. */
  readonly sessionManager: boolean;
}

/** The IAM role of the nodes. */
export class NodeRole extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  /** Name of the instance profile. */
  readonly profile: pulumi.Output<string>;

  constructor(name: string, args: NodeRoleArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.NodeRole, name, {}, options);
    const tags = tagsOf(args.owner, name);
    const role = new Role(
      name,
      { description: "Nodes of the swarm", assumeRolePolicy: JSON.stringify(machineTrust()), tags },
      { parent: this },
    );
    const policy = new RolePolicy(
      name,
      { role: role.id, policy: JSON.stringify(machinePermissions(args.account, args.sessionManager)) },
      { parent: this },
    );
    const profile = new InstanceProfile(name, { role: role.name, tags }, { parent: this, dependsOn: policy });

    this.arn = role.arn;
    this.profile = profile.name;
    this.registerOutputs({ arn: this.arn });
  }
}
