import assert from "node:assert/strict";
import { callerAccount } from "../../../../../../components/targets/aws/resources/callerAccount.ts";
import { type AwsAnswer, FakeAws, identityOf } from "../../../../../support/fakeAws.ts";

describe("callerAccount", () => {
  let answer: AwsAnswer = "";
  let sts: FakeAws;

  beforeEach(async () => {
    sts = await FakeAws.start(() => answer);
  });
  afterEach(() => sts.stop());

  it("is the account of the credentials", async () => {
    answer = identityOf("012345678901");
    assert.equal(await callerAccount("eu-central-1"), "012345678901");
  });

  it("asks for credentials if there are none", async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    await assert.rejects(callerAccount("eu-central-1"), {
      message:
        "swarm:target: aws, but there are no AWS credentials\n  → aws sso login or aws configure, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    });
    assert.deepEqual(sts.calls, []);
  });

  it("says why AWS does not accept them", async () => {
    answer = { code: "ExpiredToken", message: "The security token included in the request is expired" };
    await assert.rejects(callerAccount("eu-central-1"), {
      message:
        "swarm:target: aws, but AWS does not say whose credentials these are: The security token included in the request is expired\n  → check them: aws sts get-caller-identity",
    });
  });
});
