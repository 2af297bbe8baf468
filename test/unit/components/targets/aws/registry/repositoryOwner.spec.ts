import assert from "node:assert/strict";
import { refusalToTakeOver } from "../../../../../../components/targets/aws/registry/repositoryOwner.ts";

const name = "swarm/prod/shop/api";
const wanted = { project: "swarm", stack: "prod", cluster: "c".repeat(20) };
const tags = (more: Readonly<Record<string, string>> = {}) => ({
  "swarm.project": "swarm",
  "swarm.stack": "prod",
  "swarm.cluster": wanted.cluster,
  ...more,
});
const remove = `delete the repository: aws ecr delete-repository --force --repository-name ${name}`;

describe("refusalToTakeOver", () => {
  it("takes over the repository of a service that was removed, and that of a destroyed cluster", () => {
    assert.equal(refusalToTakeOver(name, { tags: tags(), clusterLives: true }, wanted), undefined);
    const destroyed = { tags: tags({ "swarm.cluster": "d".repeat(20) }), clusterLives: false };
    assert.equal(refusalToTakeOver(name, destroyed, wanted), undefined);
  });

  it("refuses the repository of another stack, and one of somebody else", () => {
    assert.equal(
      refusalToTakeOver(name, { tags: tags({ "swarm.stack": "test" }), clusterLives: false }, wanted),
      `the ECR repository ${name} exists and belongs to swarm/test, not to swarm/prod\n  → give this stack another name, or ${remove}`,
    );
    assert.equal(
      refusalToTakeOver(name, { tags: { team: "shop" }, clusterLives: false }, wanted),
      `the ECR repository ${name} exists and has no tag swarm.project: this project did not create it\n  → give this stack another name, or ${remove}`,
    );
  });

  it("refuses the repository of another cluster that has machines", () => {
    const living = { tags: tags({ "swarm.cluster": "d".repeat(20) }), clusterLives: true };
    assert.equal(
      refusalToTakeOver(name, living, wanted),
      `the ECR repository ${name} belongs to another running cluster with the name swarm/prod, ${"d".repeat(20)}\n  → give this stack another name, or use the state of that cluster`,
    );
  });
});
