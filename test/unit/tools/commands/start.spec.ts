import assert from "node:assert/strict";
import { nextSteps } from "../../../../tools/commands/start.ts";

const page = "the example shows which replica and which node answered, and a counter that lives on";

describe("npm start", () => {
  it("ends with the commands for the stack that they act on without --stack", () => {
    assert.equal(
      nextSteps("http://127.0.0.1:8080", "dev", true),
      `
The swarm is up: http://127.0.0.1:8080

  open that page                     ${page}
  npm run status                     nodes, services and tasks
  npm run docker -- service ls       the docker command line against the swarm
  npm run ssh -- manager-0           a shell on a node
  swarm:workers in Pulumi.dev.yaml   change it, then
  npm run preview                    what would change
  npm run up                         change it
  npm run destroy                    remove everything again`,
    );
  });

  it("names no page if no stack publishes a port", () => {
    assert.match(nextSteps("", "dev", true), /^\nThe swarm is up\n\n {2}npm run status /);
  });

  it("ends with commands that name any other stack", () => {
    assert.equal(
      nextSteps("http://127.0.0.1:8081", "blue", false),
      `
The swarm is up: http://127.0.0.1:8081

  open that page                              ${page}
  npm run status -- --stack blue              nodes, services and tasks
  npm run docker -- --stack blue service ls   the docker command line against the swarm
  npm run ssh -- --stack blue manager-0       a shell on a node
  swarm:workers in Pulumi.blue.yaml           change it, then
  npm run preview -- --stack blue             what would change
  npm run up -- --stack blue                  change it
  npm run destroy -- --stack blue             remove everything again`,
    );
  });
});
