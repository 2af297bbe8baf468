/** The parts of an ARN that locate a cluster's resources. */
export interface Account {
  /** `aws`, or `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  readonly region: string;
  /** AWS account id. */
  readonly account: string;
}

export interface Statement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface PolicyDocument<S = Statement> {
  readonly Version: "2012-10-17";
  readonly Statement: readonly S[];
}

interface TrustStatement {
  readonly Effect: "Allow";
  readonly Action: "sts:AssumeRole";
  readonly Principal: { readonly Service: string };
}

/** The ARN of a policy of this account, unless it is one already. */
export function policyArn(policy: string, { partition, account }: Account): string {
  return policy.startsWith("arn:") ? policy : `arn:${partition}:iam::${account}:policy/${policy}`;
}

/** Lets EC2 instances assume the role. */
export function machineTrust(): PolicyDocument<TrustStatement> {
  return document({
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: "ec2.amazonaws.com" },
  });
}

/** The permissions of every node; pulling is allowed by each repository's own policy. */
export function machinePermissions(
  path: Account,
  sessionManager: boolean,
  more: readonly Statement[] = [],
): PolicyDocument {
  return document(registryLogin, ...(sessionManager ? sessions(path) : []), ...more);
}

/**
 * AWS allows nothing narrower:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
const registryLogin: Statement = {
  Effect: "Allow",
  Action: ["ecr:GetAuthorizationToken"],
  Resource: "*",
};

function sessions({ partition, region, account }: Account): Statement[] {
  return [
    {
      Effect: "Allow",
      Action: ["ssm:UpdateInstanceInformation"],
      Resource: `arn:${partition}:ec2:${region}:${account}:instance/*`,
    },
    {
      // Channels have no ARNs:
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmessagegatewayservice.html
      Effect: "Allow",
      Action: ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"].map(
        (action) => `ssmmessages:${action}`,
      ),
      Resource: "*",
    },
  ];
}

function document<S>(...statements: S[]): PolicyDocument<S> {
  return { Version: "2012-10-17", Statement: statements };
}
