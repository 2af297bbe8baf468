import { InstanceProfile } from "@pulumi/aws/iam/instanceProfile.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import * as pulumi from "@pulumi/pulumi";
import { componentTypes } from "../../../names.ts";
import { type Owner, tagsOf } from "../resources/tags.ts";
import {
  type Account,
  machinePermissions,
  machineTrust,
  policyArn,
  type Statement,
} from "./policyDocuments.ts";

export interface NodeRoleArgs {
  readonly owner: Owner;
  readonly account: Account;
  /** The IAM policy that bounds what the role may do, by name or ARN; default: none. */
  readonly permissionsBoundary?: string | undefined;
  /** Whether AWS Session Manager may open a shell. */
  readonly sessionManager: boolean;
  /** Names or ARNs of further managed policies. */
  readonly policies?: readonly string[];
  /** What other settings need. */
  readonly permissions?: readonly Statement[];
}

/** The IAM role of the nodes. */
export class NodeRole extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  /** The role's own permissions. */
  readonly policy: pulumi.Resource;
  /** Name of the instance profile. */
  readonly profile: pulumi.Output<string>;

  constructor(name: string, args: NodeRoleArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.NodeRole, name, {}, options);
    const { owner, account, permissionsBoundary, sessionManager, policies = [], permissions } = args;
    const tags = tagsOf(owner, name);
    // A deployer's own policy can name a path: then it may change and pass these roles only.
    const path = `/${owner.project}/`;
    const role = new Role(
      name,
      {
        path,
        description: "Nodes of the swarm",
        assumeRolePolicy: JSON.stringify(machineTrust()),
        ...(permissionsBoundary === undefined
          ? {}
          : { permissionsBoundary: policyArn(permissionsBoundary, account) }),
        tags,
      },
      { parent: this },
    );
    const policy = new RolePolicy(
      name,
      { role: role.id, policy: JSON.stringify(machinePermissions(account, sessionManager, permissions)) },
      { parent: this },
    );
    for (const more of policies)
      new RolePolicyAttachment(
        `${name}-${more}`,
        { role: role.name, policyArn: policyArn(more, account) },
        { parent: this },
      );
    const profile = new InstanceProfile(
      name,
      { path, role: role.name, tags },
      { parent: this, dependsOn: policy },
    );

    this.arn = role.arn;
    this.policy = policy;
    this.profile = profile.name;
    this.registerOutputs({ arn: this.arn });
  }
}
