import assert from "node:assert/strict";
import type { ServiceDocument } from "../../../../components/compose/document.ts";
import type { PortDocument } from "../../../../components/compose/schema/portSchema.ts";
import {
  type CompletionMode,
  completionModeOf,
  kindOf,
} from "../../../../components/stack/completionMode.ts";

const port: PortDocument = { target: 80, published: 8000, protocol: "tcp", mode: "host" };

const services: Readonly<Record<string, [service: ServiceDocument, expected: CompletionMode, kind: string]>> =
  {
    "a plain service": [{}, { ends: "never", healthcheck: false }, "unchecked"],
    "a health check as a text": [
      { healthcheck: { test: "true" } },
      { ends: "never", healthcheck: true },
      "checked",
    ],
    "a health check as a list": [
      { healthcheck: { test: ["CMD", "true"] } },
      { ends: "never", healthcheck: true },
      "checked",
    ],
    "times for the image's health check": [
      { healthcheck: { interval: "5s" } },
      { ends: "never", healthcheck: false },
      "unchecked",
    ],
    "a disabled health check": [
      { healthcheck: { disable: true } },
      { ends: "never", healthcheck: false },
      "unchecked",
    ],
    "a health check of NONE": [
      { healthcheck: { test: ["NONE"] } },
      { ends: "never", healthcheck: false },
      "unchecked",
    ],
    "a job": [{ deploy: { mode: "replicated-job" } }, { ends: "always", healthcheck: false }, "job"],
    "a global job": [{ deploy: { mode: "global-job" } }, { ends: "always", healthcheck: false }, "job"],
    "a job with a health check": [
      { deploy: { mode: "replicated-job" }, healthcheck: { test: "true" } },
      { ends: "always", healthcheck: true },
      "job",
    ],
    "a service that is started once": [
      { deploy: { restart_policy: { condition: "none" } } },
      { ends: "always", healthcheck: false },
      "job",
    ],
    "a server that is started once, by its health check": [
      { deploy: { restart_policy: { condition: "none" } }, healthcheck: { test: "true" } },
      { ends: "never", healthcheck: true },
      "checked",
    ],
    "a server that is started once, by its port": [
      { deploy: { restart_policy: { condition: "none" } }, ports: [port] },
      { ends: "never", healthcheck: false },
      "unchecked",
    ],
    "a service that is started again if it fails": [
      { deploy: { restart_policy: { condition: "on-failure" } } },
      { ends: "maybe", healthcheck: false },
      "finite",
    ],
    "a server that is started again if it fails": [
      { deploy: { restart_policy: { condition: "on-failure" } }, ports: [port] },
      { ends: "never", healthcheck: false },
      "unchecked",
    ],
    "a service that is always started again": [
      { deploy: { restart_policy: { condition: "any" } } },
      { ends: "never", healthcheck: false },
      "unchecked",
    ],
  };

describe("completionModeOf", () => {
  for (const [name, [service, expected, kind]] of Object.entries(services))
    it(name, () => {
      assert.deepEqual(completionModeOf(service), expected);
      assert.equal(kindOf(expected), kind);
    });
});
