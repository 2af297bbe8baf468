import assert from "node:assert/strict";
import { renderStackFile } from "../../../../../components/stack/renderStackFile.ts";
import { readUserInput } from "../../../../../components/userInput/readUserInput.ts";
import { workspaceWith } from "../../../../support/workspace.ts";

/** The stack `shop`, as `swarm:encrypt` and a compose file make it. */
function shop(compose: string, encrypt = true) {
  const { models, diagnostics } = readUserInput(
    { encrypt, stacks: { shop: { file: "compose.yaml" } } },
    { project: "swarm", stack: "dev" },
    workspaceWith({ "compose.yaml": compose }),
  );
  assert.deepEqual(diagnostics, []);
  const [model] = models;
  assert.ok(model);
  const { networks } = JSON.parse(renderStackFile(model, { images: {}, objectNames: {} }).text);
  const warnings = model.warnings.map(({ path, problem: said, hint }) => `${path}: ${said} → ${hint}`);
  return { networks, warnings: warnings };
}

describe("swarm:encrypt", () => {
  it("encrypts each network of a stack and keeps its other options", () => {
    const compose =
      "services: {web: {image: nginx, networks: [front, back]}}\nnetworks:\n  front: {}\n  back: {driver_opts: {com.docker.network.driver.mtu: '1400'}, attachable: true}\n";
    assert.deepEqual(shop(compose).networks, {
      front: { driver: "overlay", driver_opts: { encrypted: "" } },
      back: {
        driver: "overlay",
        attachable: true,
        driver_opts: { "com.docker.network.driver.mtu": "1400", encrypted: "" },
      },
    });
  });

  it("encrypts docker's default network", () => {
    assert.deepEqual(shop("services: {web: {image: nginx}}\n").networks, {
      default: { driver: "overlay", driver_opts: { encrypted: "" } },
    });
  });

  it("leaves external networks unchanged, with a warning", () => {
    const compose = "services: {web: {image: nginx, networks: [ours]}}\nnetworks: {ours: {external: true}}\n";
    assert.deepEqual(shop(compose), {
      networks: { ours: { external: true } },
      warnings: [
        "swarm:encrypt: the network ours of the stack shop stays as it is: it is external → make it with: docker network create --driver overlay --opt encrypted",
      ],
    });
  });

  it("changes nothing if it is off", () => {
    assert.equal(shop("services: {web: {image: nginx}}\n", false).networks, undefined);
  });
});
