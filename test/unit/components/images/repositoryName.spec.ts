import assert from "node:assert/strict";
import fc from "fast-check";
import { repositoryPrefix } from "../../../../components/images/repositoryName.ts";

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const ecrName = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
/** What Pulumi allows for projects and stacks. */
const pulumiName = fc.stringMatching(/^[A-Za-z0-9_.-]{1,100}$/);

describe("repositoryPrefix", () => {
  it("is project and stack, unchanged if ECR accepts them", () => {
    assert.equal(repositoryPrefix("swarm", "prod"), "swarm/prod/");
    assert.equal(repositoryPrefix("my-team.swarm_2", "eu-1"), "my-team.swarm_2/eu-1/");
  });

  it("replaces what ECR refuses with a hash", () => {
    assert.equal(repositoryPrefix("Swarm", "PR_-7"), "swarm-8c13f73ba145/pr-7-791ec69a0075/");
    assert.equal(repositoryPrefix("2048", "---"), "p-2048-bfa0ec8bdf29/p-cb3f91d54eee/");
  });

  it("is valid in ECR, with room for a service, whatever Pulumi's names are", () => {
    fc.assert(
      fc.property(pulumiName, pulumiName, (project, stack) => {
        const name = `${repositoryPrefix(project, stack)}${"a".repeat(63)}/${"b".repeat(63)}`;
        assert.match(name, ecrName);
        assert.match(name, /^[a-z]/);
        assert.ok(name.length <= 256, name);
      }),
    );
  });

  it("differs if project or stack differ", () => {
    const similar = fc.oneof(pulumiName, fc.stringMatching(/^[aA]{1,2}[-_.]{0,2}[aA]{0,2}$/));
    fc.assert(
      fc.property(similar, similar, similar, similar, (project, stack, otherProject, otherStack) => {
        fc.pre(project !== otherProject || stack !== otherStack);
        assert.notEqual(repositoryPrefix(project, stack), repositoryPrefix(otherProject, otherStack));
      }),
    );
  });

  it("differs for a name that looks like another one's result", () => {
    const [answer = ""] = repositoryPrefix("Swarm", "prod").split("/");
    assert.notEqual(repositoryPrefix(answer, "prod"), repositoryPrefix("Swarm", "prod"));
  });
});
