import assert from "node:assert/strict";
import { modelOf, reading } from "../../../../support/composeModel.ts";

function networks(text: string): Record<string, unknown> {
  const { document, warnings } = modelOf(text);
  assert.deepEqual(warnings, []);
  const services = Object.entries(document.services);
  assert.ok(services.every(([, service]) => !("links" in service)));
  return Object.fromEntries(services.map(([name, { networks }]) => [name, networks]));
}

const diagnostics = (text: string) =>
  reading(text).diagnostics.map(({ path, problem, hint }) => `${path}: ${problem} → ${hint}`);

const shop = (links: string, web = "", db = "", more = "") =>
  `services: {web: {image: a, links: ${links}, ${web}}, db: {image: b, ${db}}, queue: {image: c}}\n${more}`;
const two = "networks: {front: , back: }";

describe("a link", () => {
  it("to a service's own name changes nothing", () => {
    assert.deepEqual(networks(shop("[db, 'db:db']")), { web: undefined, db: undefined, queue: undefined });
  });

  it("to another name is an alias in the network that both share", () => {
    assert.deepEqual(networks(shop("['db:database', 'db:store', 'db:database', 'queue:jobs']")), {
      web: undefined,
      db: { default: { aliases: ["database", "store"] } },
      queue: { default: { aliases: ["jobs"] } },
    });
  });

  it("does not change networks that only one of the two is in", () => {
    const text = shop(
      "['db:database']",
      "networks: [front]",
      "networks: {front: {aliases: [data]}, back: }",
      two,
    );
    assert.deepEqual(networks(text), {
      web: { front: {} },
      db: { front: { aliases: ["data", "database"] }, back: {} },
      queue: undefined,
    });
  });

  it("is refused if the two share no network", () => {
    assert.deepEqual(diagnostics(shop("[db]", "networks: [front]", "networks: [back]", two)), [
      "compose.yaml: services.web.links[0]: names db, which shares no network with web → put the services into one network; they reach each other by name",
    ]);
    const host = "networks: {node: {external: true, name: host}}";
    assert.equal(diagnostics(shop("[db]", "networks: [node]", "networks: [node]", host)).length, 1);
  });

  it("is refused if its alias is another service's name", () => {
    assert.deepEqual(diagnostics(shop("['db:queue']")), [
      "compose.yaml: services.web.links[0]: calls db queue, which is what queue is called in a network of both → use another alias, or the service's own name",
    ]);
    assert.deepEqual(diagnostics(shop("['db:it', 'queue:it']")), [
      "compose.yaml: services.web.links[1]: calls queue it, which is what db is called in a network of both → use another alias, or the service's own name",
    ]);
  });

  it("is refused if the service does not exist", () => {
    assert.deepEqual(diagnostics(shop("[bd, constructor]")), [
      "compose.yaml: services.web.links[0]: names the service bd, which is not defined → did you mean db?",
      "compose.yaml: services.web.links[1]: names the service constructor, which is not defined → define it under services, or remove it",
    ]);
  });
});
