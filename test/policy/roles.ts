import type { Inputs, Rule } from "./rule.ts";
import { isAllowing, principals, statementsIn, texts } from "./statements.ts";

/** With these actions on anything, a machine could give itself any permission. */
const dangerous = /^(\*|[a-z0-9-]+:\*|iam:(?!Get|List).*|sts:AssumeRole|organizations:.*)$/i;
/** AWS's own policies that have them. */
const wide = /:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;

function permissions({ policy }: Inputs): string[] {
  const statements = statementsIn(policy).filter(isAllowing);
  return statements.flatMap(({ Action, NotAction }) => [
    ...texts(Action)
      .filter((action) => dangerous.test(action))
      .map((action) => `allows ${action}; name the actions that the machines need`),
    ...(NotAction === undefined ? [] : ["allows all actions but some; name the actions in Action"]),
  ]);
}

function trust({ assumeRolePolicy }: Inputs): string[] {
  return statementsIn(assumeRolePolicy)
    .filter(isAllowing)
    .flatMap(principals)
    .filter((principal) => !/^[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(principal))
    .map((principal) => `can be assumed by ${principal}; name the AWS service that needs it`);
}

const attached = ({ policyArn }: Inputs) =>
  wide.test(String(policyArn)) ? [`has ${policyArn}; attach a policy that names what the machines need`] : [];

export const narrowRoles: Rule = {
  name: "narrow-roles",
  description: "Roles are for one AWS service, and cannot give themselves more permissions.",
  level: "mandatory",
  sources: [
    "IAM.1",
    "IAM.21",
    "CKV_AWS_60",
    "CKV_AWS_61",
    "CKV_AWS_62",
    "CKV_AWS_63",
    "CKV_AWS_274",
    "CKV_AWS_286",
  ],
  faults: {
    "aws:iam/policy:Policy": permissions,
    "aws:iam/role:Role": trust,
    "aws:iam/rolePolicy:RolePolicy": permissions,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": attached,
  },
};
