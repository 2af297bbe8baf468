import assert from "node:assert/strict";
import { rules } from "../../policy/rules.ts";

const policy = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (more: object) => policy({ Effect: "Allow", ...more });
const trust = (Principal: unknown) => allow({ Action: "sts:AssumeRole", Principal });

/** `rule: fault` of a resource. */
function faults(type: string, inputs: object): string[] {
  return rules.flatMap(({ name, faults: found }) =>
    (found[type]?.(inputs as Readonly<Record<string, unknown>>) ?? []).map((fault) => `${name}: ${fault}`),
  );
}

const tlsListener = (sslPolicy?: string) =>
  faults("aws:lb/listener:Listener", { protocol: "TLS", ...(sslPolicy ? { sslPolicy } : {}) });
const oldTls = "modern-tls: may speak TLS 1.0 or 1.1; set sslPolicy to ELBSecurityPolicy-TLS13-1-2-2021-06";

describe("rules of the policy pack", () => {
  it("require a closed default group", () => {
    const type = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
    const open = "closed-default-group: lets something in or out; set ingress and egress to empty lists";
    assert.deepEqual(faults(type, { ingress: [], egress: [] }), []);
    assert.deepEqual(faults(type, {}), []);
    assert.deepEqual(faults(type, { egress: [{ protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }] }), [open]);
  });

  it("require descriptions of groups and their rules", () => {
    for (const type of ["Egress", "Ingress"].map(
      (way) => `aws:vpc/securityGroup${way}Rule:SecurityGroup${way}Rule`,
    )) {
      assert.deepEqual(faults(type, { description: "SSH" }), []);
      assert.deepEqual(faults(type, {}), ["described-groups: does not say what it is for; set description"]);
    }
  });

  it("require TLS 1.2 or newer", () => {
    assert.deepEqual(tlsListener("ELBSecurityPolicy-TLS13-1-2-2021-06"), []);
    assert.deepEqual(tlsListener("ELBSecurityPolicy-TLS13-1-3-2021-06"), []);
    assert.deepEqual(tlsListener("ELBSecurityPolicy-TLS13-1-1-2021-06"), [oldTls]);
    assert.deepEqual(tlsListener("ELBSecurityPolicy-2016-08"), [oldTls]);
    assert.deepEqual(tlsListener(), [oldTls]);
    assert.deepEqual(faults("aws:lb/listener:Listener", { protocol: "TCP" }), []);
  });

  it("require network load balancers to serve all zones", () => {
    const tags = { "swarm.project": "swarm", "swarm.stack": "prod" };
    const balancer = (more: object) => faults("aws:lb/loadBalancer:LoadBalancer", { tags, ...more });
    assert.deepEqual(balancer({ loadBalancerType: "network", enableCrossZoneLoadBalancing: true }), []);
    assert.deepEqual(balancer({ loadBalancerType: "application" }), []);
    assert.deepEqual(balancer({ loadBalancerType: "network" }), [
      "cross-zone: serves each zone by its own nodes only; set enableCrossZoneLoadBalancing to true",
    ]);
  });

  it("require that only named roles pull images", () => {
    const type = "aws:ecr/repositoryPolicy:RepositoryPolicy";
    const open = ["private-images: is open to everybody; name the role that pulls"];
    const pull = (Principal: unknown) => faults(type, { policy: allow({ Principal, Action: "ecr:*" }) });
    assert.deepEqual(pull({ AWS: "arn:aws:iam::123456789012:role/swarm/nodes" }), []);
    assert.deepEqual(pull("*"), open);
    assert.deepEqual(pull({ AWS: ["*"] }), open);
    assert.deepEqual(faults(type, { policy: undefined }), []);
  });

  it("require roles that cannot give themselves more permissions", () => {
    const rolePolicy = (statement: object) =>
      faults("aws:iam/rolePolicy:RolePolicy", { policy: allow({ Resource: "*", ...statement }) });
    const named = (action: string) =>
      `narrow-roles: allows ${action}; name the actions that the machines need`;
    assert.deepEqual(rolePolicy({ Action: ["ecr:GetAuthorizationToken", "iam:GetRole"] }), []);
    for (const action of ["*", "s3:*", "iam:PassRole", "iam:CreateRole", "sts:AssumeRole"])
      assert.deepEqual(rolePolicy({ Action: action }), [named(action)]);
    assert.deepEqual(rolePolicy({ NotAction: "s3:GetObject" }), [
      "narrow-roles: allows all actions but some; name the actions in Action",
    ]);
    const attached = (name: string) =>
      faults("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
        policyArn: `arn:aws:iam::aws:policy/${name}`,
      });
    assert.deepEqual(attached("CloudWatchAgentServerPolicy"), []);
    assert.deepEqual(attached("AdministratorAccess"), [
      "narrow-roles: has arn:aws:iam::aws:policy/AdministratorAccess; attach a policy that names what the machines need",
    ]);
  });

  it("require roles that only AWS services assume", () => {
    const tags = { "swarm.project": "swarm", "swarm.stack": "prod" };
    const role = (principal: unknown) =>
      faults("aws:iam/role:Role", { tags, assumeRolePolicy: trust(principal) });
    assert.deepEqual(role({ Service: "ec2.amazonaws.com" }), []);
    assert.deepEqual(role({ AWS: "arn:aws:iam::999999999999:root" }), [
      "narrow-roles: can be assumed by arn:aws:iam::999999999999:root; name the AWS service that needs it",
    ]);
    assert.deepEqual(role("*"), ["narrow-roles: can be assumed by *; name the AWS service that needs it"]);
  });

  it("require closed buckets, over TLS only", () => {
    const type = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
    const closed = {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    };
    assert.deepEqual(faults(type, closed), []);
    assert.deepEqual(faults(type, { ...closed, ignorePublicAcls: false }), [
      "closed-buckets: can be opened; set ignorePublicAcls to true",
    ]);
    const plain = { Effect: "Deny", Principal: "*", Action: "s3:*" };
    const bucket = (statement: object) =>
      faults("aws:s3/bucketPolicy:BucketPolicy", { policy: policy(statement) });
    assert.deepEqual(bucket({ ...plain, Condition: { Bool: { "aws:SecureTransport": "false" } } }), []);
    assert.deepEqual(bucket(plain), [
      "buckets-by-tls: lets requests in without TLS; deny them where aws:SecureTransport is false",
    ]);
  });
});
