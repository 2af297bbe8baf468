import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { awsTestPython } from "../../tools/test/awsParts.ts";

const program = `
import json, sys
sys.path.insert(0, sys.argv[1])
from service_model import faults_of
service, action, form, body = json.load(sys.stdin)
print(json.dumps(faults_of(service, action, form, body.encode())))
`;

function python(text: string, ...values: readonly unknown[]) {
  const args = ["-B", "-c", text, join(import.meta.dirname, "emulator")];
  return JSON.parse(execFileSync(awsTestPython, args, { input: JSON.stringify(values), encoding: "utf8" }));
}

/** What the emulator finds in a request. */
function faults(service: string, action: string, form: object, body = ""): string[] {
  return python(program, service, action, form, body);
}

const actionsProgram = `
import json, sys
sys.path.insert(0, sys.argv[1])
from service_model import action_of
print(json.dumps([action_of(*request.split(" ")) for request in json.load(sys.stdin)]))
`;

describe("AWS's service models", () => {
  it("accept sound requests", () => {
    const rule = {
      GroupId: "sg-1",
      "IpPermissions.1.IpProtocol": "tcp",
      "IpPermissions.1.FromPort": "22",
      "IpPermissions.1.ToPort": "22",
      "IpPermissions.1.IpRanges.1.CidrIp": "203.0.113.7/32",
    };
    assert.deepEqual(faults("ec2", "AuthorizeSecurityGroupIngress", rule), []);
    const role = {
      RoleName: "nodes-1a2b3c4",
      Path: "/swarm/",
      AssumeRolePolicyDocument: "{}",
      "Tags.member.1.Key": "swarm.project",
      "Tags.member.1.Value": "swarm",
    };
    assert.deepEqual(faults("iam", "CreateRole", role), []);
    const body = JSON.stringify({
      repositoryName: "swarm/prod/example/api",
      imageTagMutability: "IMMUTABLE",
    });
    assert.deepEqual(faults("ecr", "CreateRepository", {}, body), []);
  });

  it("find unknown and missing members, and values that are no numbers", () => {
    assert.deepEqual(faults("ec2", "RunInstances", { MinCount: "one", "Tag.1.Key": "Name" }), [
      "Tag.1.Key is unknown",
      'Missing required parameter in input: "MaxCount"',
      "Invalid type for parameter MinCount, value: one, type: <class 'str'>, valid types: <class 'int'>",
    ]);
  });

  it("find values that AWS refuses", () => {
    const role = {
      RoleName: "no/des",
      Path: "swarm",
      AssumeRolePolicyDocument: "{}",
      Description: "x".repeat(1001),
    };
    assert.deepEqual(faults("iam", "CreateRole", role), [
      String.raw`Path does not match (\u002F)|(\u002F[\u0021-\u007E]+\u002F)`,
      String.raw`RoleName does not match [\w+=,.@-]+`,
      "Description is 1001, more than 1000",
    ]);
    const group = { Name: "x", Protocol: "TCP", Port: "70000", HealthCheckIntervalSeconds: "1" };
    assert.deepEqual(faults("elasticloadbalancing", "CreateTargetGroup", group), [
      "Invalid value for parameter HealthCheckIntervalSeconds, value: 1, valid min value: 5",
      "Port is 70000, more than 65535",
    ]);
    assert.deepEqual(
      faults("ecr", "CreateRepository", {}, '{"repositoryName":"ab","imageTagMutability":"NO"}'),
      [
        "imageTagMutability is NO, not one of MUTABLE, IMMUTABLE, IMMUTABLE_WITH_EXCLUSION, MUTABLE_WITH_EXCLUSION",
      ],
    );
  });

  it("name the action of a request by its method and path, as IAM policies do", () => {
    const expected = {
      "route53 POST /2013-04-01/hostedzone/Z1/rrset/": "ChangeResourceRecordSets",
      "route53 GET /2013-04-01/hostedzone/Z1/rrset?maxitems=1": "ListResourceRecordSets",
      "route53 GET /2013-04-01/hostedzone/Z1": "GetHostedZone",
      "elasticfilesystem POST /2015-02-01/file-systems": "CreateFileSystem",
      "elasticfilesystem GET /2015-02-01/file-systems?FileSystemId=fs-1": "DescribeFileSystems",
      "elasticfilesystem PUT /2015-02-01/file-systems/fs-1/backup-policy": "PutBackupPolicy",
      "dlm GET /tags/arn%3Aaws%3Adlm%3Aus-east-1%3A1%3Apolicy%2Fpolicy-1": "ListTagsForResource",
      "s3 HEAD /logs": "ListBucket",
      "s3 GET /logs?list-type=2&prefix=a": "ListBucket",
      "s3 PUT /logs": "CreateBucket",
      "s3 PUT /logs?encryption": "PutEncryptionConfiguration",
      "s3 DELETE /logs?publicAccessBlock": "PutBucketPublicAccessBlock",
      "s3 PUT /logs/a/b.json?x-id=PutObject": "PutObject",
      "s3 PUT /logs/a/b.json?partNumber=1&uploadId=x": "PutObject",
      "s3 PATCH /logs": null,
    };
    const found = python(actionsProgram, ...Object.keys(expected));
    assert.deepEqual(found, Object.values(expected));
  });
});
