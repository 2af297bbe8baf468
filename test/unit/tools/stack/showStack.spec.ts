// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { parse } from "yaml";
import { cliFolder } from "../../../../setup/pulumiHome.ts";
import { showStack } from "../../../../tools/stack/showStack.ts";
import { Folder } from "../../../support/folder.ts";

const compose = `
services:
  web: {image: "nginx:\${TAG}", environment: {PASSWORD: "\${PASSWORD}"}, container_name: web}
`;
const stackFile = `
config:
  swarm:stacks:
    shop: {file: compose.yaml, env: {TAG: v2, PASSWORD: {secure: "v1:abc"}}}
`;
const settings = { shop: { file: "compose.yaml", env: { TAG: "v2", PASSWORD: "hush" } } };
const asked = { name: "shop", showSecrets: false };

/** Shows with a Pulumi that knows these settings and an empty state. */
async function show(
  what: { name?: string; showSecrets: boolean; stack?: string },
  stacks: object = settings,
  files: Record<string, string> = {},
) {
  using root = new Folder();
  using home = new Folder();
  const config = { "swarm:stacks": { value: JSON.stringify(stacks), secret: true } };
  const path = cliFolder({ PULUMI_HOME: home.path }).slice(home.path.length + 1);
  home.write(
    {
      [`${path}/pulumi`]: `#!/bin/sh
case "$*" in
  "config --json --show-secrets --stack dev") cat "${home.at("config.json")}" ;;
  "stack export --show-secrets --stack dev") echo '{"deployment": {}}' ;;
  *) echo "error: no stack named '$5' found" >&2; exit 6 ;;
esac
`,
    },
    0o755,
  );
  home.write({ "config.json": JSON.stringify(config) });
  root.write({
    "Pulumi.yaml": "name: swarm\n",
    "Pulumi.dev.yaml": stackFile,
    "compose.yaml": compose,
    ...files,
  });
  const before = process.env.PULUMI_HOME;
  process.env.PULUMI_HOME = home.path;
  try {
    const shown = await showStack({ stack: "dev", root: root.path, ...what });
    assert.equal(root.read("Pulumi.dev.yaml"), stackFile);
    assert.ok(!existsSync(root.at(".state/settings/before.json")));
    return shown;
  } finally {
    if (before === undefined) delete process.env.PULUMI_HOME;
    else process.env.PULUMI_HOME = before;
  }
}

describe("showStack", () => {
  it("lists the stacks in the settings", async () => {
    assert.deepEqual(await show({ showSecrets: false }), { text: "shop\n", warnings: "" });
  });

  it("masks secret settings, and notes what is left out", async () => {
    const { text, warnings } = await show(asked);
    assert.match(text, /^# stack shop of dev, from compose\.yaml; secret settings are masked\n/);
    const { web } = parse(text).services;
    assert.equal(web.image, "nginx:v2");
    assert.deepEqual(web.environment, { PASSWORD: "[secret]" });
    assert.match(
      warnings,
      /^1 warning for the compose files; .*\n {2}compose\.yaml: services\.web\.container_name:/,
    );
  });

  it("masks every variable if the stack's file does not say which are secret", async () => {
    const files = {
      "compose.yaml": 'services: {web: {image: nginx, environment: ["A=${TAG}", "B=${PASSWORD}"]}}',
    };
    const unknown = { blog: settings.shop };
    const { web } = parse((await show({ ...asked, name: "blog" }, unknown, files)).text).services;
    assert.deepEqual(web.environment, { A: "[secret]", B: "[secret]" });
  });

  it("shows secret settings with --show-secrets", async () => {
    const { text } = await show({ ...asked, showSecrets: true });
    assert.match(text, /^# stack shop of dev, from compose\.yaml\n/);
    assert.deepEqual(parse(text).services.web.environment, { PASSWORD: "hush" });
  });

  it("says which value it cannot mask", async () => {
    const files = { "compose.yaml": 'services: {web: {image: nginx, deploy: {replicas: "${PASSWORD}"}}}' };
    const numbers = { shop: { file: "compose.yaml", env: { PASSWORD: "3" } } };
    await assert.rejects(show(asked, numbers, files), {
      message:
        "stack shop cannot be shown with its secret settings masked: compose.yaml: services.web.deploy.replicas depends on one\n  → add --show-secrets; the file shows them then",
    });
  });

  it("names the existing stacks if one does not exist", async () => {
    await assert.rejects(show({ ...asked, name: "shpo" }), {
      message: "no stack is called shpo\n  → one of: shop",
    });
    await assert.rejects(show(asked, {}), {
      message: "the settings name no stack\n  → set swarm:stacks",
    });
  });

  it("reports mistakes as a preview does", async () => {
    await assert.rejects(show(asked, { shop: { file: "gone.yaml" } }), {
      message: [
        "1 mistake in the settings; nothing was changed",
        "  swarm:stacks.shop.file: names gone.yaml, which is no file",
        "    → fix the path; it starts at the project's directory",
      ].join("\n"),
    });
  });

  it("says how to create a stack that Pulumi does not know", async () => {
    await assert.rejects(show({ ...asked, stack: "other" }), {
      message:
        "stack other cannot be read: error: no stack named 'other' found\n  → npm run pulumi -- stack init other makes it",
    });
  });
});
