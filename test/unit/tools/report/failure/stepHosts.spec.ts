import assert from "node:assert/strict";
import { StepHosts } from "../../../../../tools/report/failure/stepHosts.ts";

describe("the machine of a step", () => {
  const hosts = new StepHosts([{ preludeEvent: { config: { "swarm:seed": "manager-2" } } }]);

  for (const step of ["boot", "host", "join", "pull", "ready"])
    it(`is the node's own for -${step}`, () => assert.equal(hosts.of(`web-0-${step}`), "web-0"));

  for (const step of ["swarm-ready", "swarm-bootstrap", "web-0-member", "shop-stack"])
    it(`is the seed for ${step}`, () => assert.equal(hosts.of(step), "manager-2"));
});
