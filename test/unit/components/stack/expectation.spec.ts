import assert from "node:assert/strict";
import type { ServiceDocument } from "../../../../components/stack/composeDocument.ts";
import { expectationOf } from "../../../../components/stack/expectation.ts";

const services: Readonly<Record<string, [ServiceDocument, { job: boolean; healthcheck: boolean }]>> = {
  "a plain service": [{}, { job: false, healthcheck: false }],
  "a health check as a text": [{ healthcheck: { test: "true" } }, { job: false, healthcheck: true }],
  "a health check as a list": [{ healthcheck: { test: ["CMD", "true"] } }, { job: false, healthcheck: true }],
  "times for the image's health check": [
    { healthcheck: { interval: "5s" } },
    { job: false, healthcheck: false },
  ],
  "a disabled health check": [{ healthcheck: { disable: true } }, { job: false, healthcheck: false }],
  "a health check of NONE": [{ healthcheck: { test: ["NONE"] } }, { job: false, healthcheck: false }],
  "a job": [{ deploy: { mode: "replicated-job" } }, { job: true, healthcheck: false }],
  "a global job": [{ deploy: { mode: "global-job" } }, { job: true, healthcheck: false }],
  "a task that may end": [
    { deploy: { restart_policy: { condition: "none" } } },
    { job: true, healthcheck: false },
  ],
  "a task that may end well": [
    { deploy: { restart_policy: { condition: "on-failure" } } },
    { job: true, healthcheck: false },
  ],
  "a task that never ends": [
    { deploy: { restart_policy: { condition: "any" } } },
    { job: false, healthcheck: false },
  ],
};

describe("expectation", () => {
  for (const [name, [service, expected]] of Object.entries(services))
    it(name, () => assert.deepEqual(expectationOf(service), expected));
});
