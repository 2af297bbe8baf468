import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { PayloadRecord } from "../../../../../components/steps/payload.ts";
import { changes, deploy, label, look, seed } from "../../../../support/deployHost.ts";

const external = (kind: string, services: string, name: string): PayloadRecord => [
  `external-${kind}`,
  services,
  name,
];

describe("objects.sh", () => {
  const wanted = [
    external("secret", "web,api", "tls"),
    external("config", "web", "page"),
    external("network", "web", "public"),
  ];

  it("deploys if all external objects exist", async () => {
    using host = seed({ 0: look(2, 2) }, { objects: "secret tls\nconfig page\nnetwork public\n" });
    const { code, stderr } = await deploy(host, { before: wanted });
    assert.deepEqual([code, stderr], [0, "shop: web 2/2\n"]);
  });

  it("reports everything that is missing and changes nothing", async () => {
    using host = seed({ 0: look(2, 2) }, { objects: "secret tls_old\nconfig page\n" });
    const { code, stderr, calls } = await deploy(host, { before: wanted });
    assert.equal(code, 1);
    assert.deepEqual(stderr.split("\n"), [
      "this-host: stack shop: the external secret tls, for web,api, is not in the swarm",
      "  → make it: npm run docker -- secret create tls FILE; or take external away and name a file",
      "this-host: stack shop: the external network public, for web, is not in the swarm",
      "  → make it: npm run docker -- network create --driver overlay public; or take external away",
      "",
    ]);
    assert.deepEqual(changes(calls), []);
  });

  it("reports nothing as missing if the swarm does not answer", async () => {
    using host = seed({ 0: look(2, 2) }, { leaderless: "" });
    const { code, stderr } = await deploy(host, { before: wanted });
    assert.deepEqual(
      [code, stderr],
      [1, "this-host: the swarm does not answer\n  → npm run status, then run pulumi up again\n"],
    );
  });

  it("passes any bytes unchanged, with their template driver", async () => {
    using host = seed({ 0: look(2, 2) });
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const { calls } = await deploy(host, {
      before: [["config", "shop_all-1", { base64: bytes.toString("base64") }, "golang"]],
    });
    assert.deepEqual(readFileSync(host.path("content-shop_all-1")), bytes);
    assert.equal(changes(calls)[0], `docker config create --template-driver golang ${label} shop_all-1 -`);
  });

  it("creates objects with their labels", async () => {
    using host = seed({ 0: look(2, 2) });
    const { calls } = await deploy(host, {
      before: [["config", "shop_page-1", { base64: "YQ==" }, "", "caddy=a", "b=$c '*'"]],
    });
    assert.equal(
      changes(calls)[0],
      `docker config create --label caddy=a --label b=$c '*' ${label} shop_page-1 -`,
    );
  });
});
