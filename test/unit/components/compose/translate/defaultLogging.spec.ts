import assert from "node:assert/strict";
import { renderStackFile } from "../../../../../components/stack/renderStackFile.ts";
import { readUserInput } from "../../../../../components/userInput/readUserInput.ts";
import { workspaceWith } from "../../../../support/workspace.ts";

const compose = `services:
  web: {image: nginx}
  quiet: {image: nginx, logging: {driver: none}}
  sized: {image: nginx, logging: {options: {max-size: 1m}}}
`;

/** `logging` of each service in the rendered file, as these settings make it. */
function rendered(written: Readonly<Record<string, unknown>>) {
  const { models, diagnostics } = readUserInput(
    { stacks: { shop: { file: "compose.yaml" } }, ...written },
    { project: "swarm", stack: "prod" },
    workspaceWith({ "compose.yaml": compose }),
  );
  assert.deepEqual(diagnostics, []);
  const [model] = models;
  assert.ok(model);
  const { services } = JSON.parse(renderStackFile(model, { images: {}, objectNames: {} }).text);
  assert.deepEqual(services.quiet.logging, { driver: "none" });
  assert.deepEqual(services.sized.logging, { options: { "max-size": "1m" } });
  return services.web.logging;
}

describe("swarm:logging", () => {
  it("rotates files of services that say nothing about their logs", () => {
    const options = { "max-file": "3", "max-size": "10m" };
    assert.deepEqual(rendered({}), { driver: "json-file", options });
    assert.deepEqual(rendered({ logging: { driver: "local" } }), { driver: "local", options });
    assert.deepEqual(rendered({ logging: { options: { "max-size": "1g", compress: true } } }), {
      driver: "json-file",
      options: { ...options, "max-size": "1g", compress: "true" },
    });
  });

  it("takes any other driver with its options", () => {
    assert.deepEqual(rendered({ logging: { driver: "journald" } }), { driver: "journald" });
    const options = { "fluentd-address": "logs:24224" };
    assert.deepEqual(rendered({ logging: { driver: "fluentd", options } }), { driver: "fluentd", options });
  });

  it("fills in the region and the log group on AWS", () => {
    const aws = { target: "aws", aws: { region: "eu-central-1", adminCidrs: ["203.0.113.7/32"] } };
    assert.deepEqual(
      rendered({ ...aws, logging: { driver: "awslogs", options: { mode: "non-blocking" } } }),
      {
        driver: "awslogs",
        options: {
          "awslogs-group": "/swarm/swarm/prod",
          "awslogs-region": "eu-central-1",
          mode: "non-blocking",
          tag: "{{.Name}}",
        },
      },
    );
    assert.deepEqual(rendered({ ...aws }), {
      driver: "json-file",
      options: { "max-file": "3", "max-size": "10m" },
    });
  });
});
