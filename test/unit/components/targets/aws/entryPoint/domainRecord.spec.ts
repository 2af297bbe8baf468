import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { zoneId } from "../../../../../../components/targets/aws/entryPoint/domainRecord.ts";
import { record } from "../../../../../support/recordedProgram.ts";

describe("zoneId", () => {
  const token = "aws:route53/getZone:getZone";
  const asking = (hostedZone: string | undefined, answer: (name: unknown) => object) =>
    record(
      () => zoneId("shop.example.com", hostedZone, new pulumi.ComponentResource("test:index:Parent", "p")),
      {
        calls: { [token]: ({ name }) => answer(name) },
      },
    );

  it("belongs to the domain without its first label, or to the named zone", async () => {
    const answer = (name: unknown) => ({ zoneId: `id of ${name}` });
    assert.equal((await asking(undefined, answer)).result, "id of example.com");
    assert.equal((await asking("shop.example.com", answer)).result, "id of shop.example.com");
  });

  it("fails if the zone is not found, and says what to set", async () => {
    const asked = asking(undefined, () => {
      throw new Error("refused");
    });
    await assert.rejects(asked, (error: Error) => {
      assert.ok(pulumi.RunError.isInstance(error));
      assert.match(
        error.message,
        /^swarm:aws\.entryPoint\.domain: the zone example\.com for shop\.example\.com is not found in Route 53: .*\n {2}→ set swarm:aws\.entryPoint\.hostedZone to a public zone of this account$/s,
      );
      return true;
    });
  });
});
