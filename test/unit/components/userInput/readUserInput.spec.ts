// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { isMap, isScalar, isSeq, parseDocument, visit } from "yaml";
import { serviceSummaries } from "../../../../components/stack/serviceSummary.ts";
import { readUserInput } from "../../../../components/userInput/readUserInput.ts";
import { workspaceWith } from "../../../support/workspace.ts";

const hush = "hush4711";

/** Reads a compose file with a plain variable TAG and a secret one. */
function read(compose: string, secret = hush) {
  const env = { TAG: "v2", SECRET: secret };
  const stored =
    "config: {swarm:stacks: {shop: {file: compose.yaml, env: {TAG: v2, SECRET: {secure: abc}}}}}";
  return readUserInput(
    { stacks: { shop: { file: "compose.yaml", env } } },
    { project: "swarm", stack: "dev", secretKeys: ["swarm:stacks"] },
    workspaceWith({ "compose.yaml": compose, "Pulumi.dev.yaml": stored }),
  );
}

const told = (compose: string, secret?: string) =>
  read(compose, secret).diagnostics.map(({ path, problem, hint }) => `${path}: ${problem} → ${hint}`);

const withReplicas = (value: string) => `services: {web: {image: nginx, deploy: {replicas: "${value}"}}}`;

describe("readUserInput", () => {
  it("quotes wrong values, but no secrets", () => {
    assert.deepEqual(told(withReplicas("${TAG}")), [
      'compose.yaml: services.web.deploy.replicas: must be a whole number, 0 or more, but is "v2" → write for example 2',
    ]);
    assert.deepEqual(told(withReplicas("${SECRET}")), [
      'compose.yaml: services.web.deploy.replicas: must be a whole number, 0 or more, but is "[secret]" → write for example 2',
    ]);
  });

  it("says so if only the secret is wrong", () => {
    const compose = "services: {web: {image: nginx}}\nsecrets: {pw: {environment: SECRET}}";
    assert.deepEqual(told(compose, "x".repeat(512000)), [
      "compose.yaml: secrets.pw: is wrong; the value is hidden, because it comes from a secret setting → check the setting: npm run pulumi -- config get swarm:stacks shows it",
    ]);
    assert.deepEqual(told(compose, ""), [
      "compose.yaml: secrets.pw: has no content, which swarm refuses → put something into it",
    ]);
  });

  it("hides a key that comes from a list", () => {
    for (const [lists, at] of [
      ['build: {context: src, args: ["${SECRET}"]}', "services.web"],
      ['image: nginx, labels: ["swarm.${SECRET}=1"]', "services.web"],
    ])
      assert.deepEqual(
        told(`services: {web: {${lists}}}`).filter(
          (text) => text.includes(hush) || !text.includes(String(at)),
        ),
        [],
      );
  });

  it("reads secrets unmasked", () => {
    const { models, masked } = read("services: {web: {image: nginx, environment: {A: $SECRET}}}");
    assert.deepEqual(models[0]?.document.services.web?.environment, { A: hush });
    assert.deepEqual(masked.models[0]?.document.services.web?.environment, { A: "[secret]" });
  });

  it("puts no secret into the state in an image, a mount or a path", () => {
    const text = "services: {web: {image: 'a:$SECRET', volumes: ['./$SECRET/x:/$SECRET:ro']}}";
    const [model] = read(text, "hush").models;
    assert.ok(model);
    const summaries = JSON.stringify(serviceSummaries(model, {}));
    assert.equal(
      summaries,
      '{"web":{"image":"a:[secret]","replicas":"1 replica","ports":[],"mounts":["x-5323fd0a:/[secret]:ro"],"volumes":["x-5323fd0a"],"constraints":[],"pinned":["shop_x-5323fd0a"],"binds":{"./[secret]/x":{"as":"volume","isSet":false}}}}',
    );
  });

  it("warns about a secret in clear in the settings, and says how to encrypt it", () => {
    const compose =
      "services: {web: {image: nginx, secrets: [a, b]}}\nsecrets: {a: {environment: TAG}, b: {environment: SECRET}}";
    assert.deepEqual(read(compose).models[0]?.warnings, [
      {
        path: "swarm:stacks.shop.env.TAG",
        problem: "is the content of the secret a, and is in plain text in the settings",
        hint: "npm run pulumi -- config set --secret --path 'swarm:stacks.shop.env.TAG' encrypts it",
      },
    ]);
  });

  it("masks nothing if no setting is secret", () => {
    const workspace = workspaceWith({ "compose.yaml": withReplicas("x") });
    const stacks = { shop: { file: "compose.yaml" } };
    const input = readUserInput({ stacks }, { project: "swarm", stack: "dev" }, workspace);
    assert.deepEqual(input.masked.diagnostics, input.diagnostics);
    assert.equal(input.diagnostics.length, 1);
  });

  describe("shows no secret, anywhere in a compose file", () => {
    const file = new URL("../compose/everyKey/compose.yaml", import.meta.url);
    const text = readFileSync(file, "utf8");
    const count = placesIn(text, "");
    for (const form of ["${SECRET}", "a:${SECRET}/b=c"])
      it(`as ${form}`, () => {
        assert.ok(count.texts > 80, `${count.texts} places`);
        let wrong = 0;
        for (let index = 0; index < count.texts; index++) {
          const { changed } = placesIn(text, form, index);
          const { diagnostics, models } = read(changed);
          const all = JSON.stringify([diagnostics, models.map(({ warnings }) => warnings)]);
          assert.ok(!/hush|4711/.test(all), `${changed}\n${all}`);
          if (diagnostics.length > 0) wrong++;
        }
        assert.ok(wrong > 20, `${wrong} places had a diagnostic`);
      });
  });
});

/** How many values a file has, and the file with the one at the index replaced. */
function placesIn(text: string, form: string, index = -1): { texts: number; changed: string } {
  const document = parseDocument(text);
  let texts = 0;
  visit(document, {
    Scalar: (key, node, path) => {
      const above = path.at(-1);
      if (key === "key" || !isScalar(node) || !(isMap(above) || isSeq(above) || key === "value")) return;
      if (texts++ === index) node.value = form;
    },
  });
  return { texts, changed: document.toString() };
}
