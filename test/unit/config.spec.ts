import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { writtenSettings } from "../../components/settings/writtenSettings.ts";
import type { AwsSettings } from "../../components/targets/aws/settings/settings.ts";
import type { LocalSettings } from "../../components/targets/local/settings/settings.ts";
import { readSettings } from "../../config.ts";
import { Folder } from "../support/folder.ts";
import { freePorts } from "../support/freePorts.ts";
import { parseSettings, settingNames } from "../support/settings.ts";

const projectFile = parse(readFileSync(new URL("../../Pulumi.yaml", import.meta.url), "utf8"));
const origin = { project: "swarm", stack: "dev", root: "/project" };

const defaults = {
  project: "swarm",
  stack: "dev",
  target: "local",
  managers: 1,
  pools: [{ name: "worker", count: 2, labels: {} }],
  nodes: {},
  rebalance: false,
  seed: "manager-0",
  addressPool: "10.128.0.0/16",
  encrypt: false,
  stacks: [],
  images: { mirror: true, keep: 3, sources: {} },
  logging: { driver: "json-file", options: { "max-size": "10m", "max-file": "3" } },
  hasRegistry: true,
  own: { port: 8080, subnet: "172.31.0.0/24", firstPort: 20070 },
};

describe("settings", () => {
  after(() => pulumi.runtime.setAllConfig({}));

  it("have defaults", () => {
    assert.deepEqual(parseSettings({}, origin), { settings: defaults, diagnostics: [] });
  });

  it("have the same defaults in Pulumi.yaml, each with a description", () => {
    const entries = Object.entries<{ default: unknown; description: string }>(projectFile.config);
    const written = Object.fromEntries(entries.map(([key, { default: value }]) => [key, value]));
    assert.deepEqual(parseSettings(written, origin), { settings: defaults, diagnostics: [] });
    assert.deepEqual(
      entries.filter(([, { description }]) => !/^[A-Z].*\.$/.test(description)).map(([key]) => key),
      [],
    );
  });

  it("are all in Pulumi.yaml", () => {
    assert.deepEqual(Object.keys(projectFile.config).sort(), [...settingNames].sort());
  });

  it("come from what the Pulumi CLI passes on", () => {
    const written = writtenSettings({
      "swarm:managers": "3",
      "swarm:workers": '{"web":{"count":3,"labels":{"tier":"web","rank":1}},"db":{"count":1}}',
      "swarm:seed": "manager-2",
      "swarm:stacks": '{"shop":{"file":"shop/compose.yaml","env":{"TAG":7},"timeout":60}}',
      "swarm:local": '{"port":9000,"subnet":"10.200.0.0/20","firstPort":"21000"}',
      "swarm:addressPool": "10.64.0.0/14",
      "other:managers": "9",
    });
    assert.deepEqual(parseSettings(written, origin), {
      settings: {
        ...defaults,
        managers: 3,
        pools: [
          { name: "web", count: 3, labels: { tier: "web", rank: "1" } },
          { name: "db", count: 1, labels: {} },
        ],
        seed: "manager-2",
        stacks: [
          {
            name: "shop",
            files: ["/project/shop/compose.yaml"],
            profiles: [],
            env: { TAG: "7" },
            timeout: 60,
          },
        ],
        own: { port: 9000, subnet: "10.200.0.0/20", firstPort: 21000 },
        addressPool: "10.64.0.0/14",
      },
      diagnostics: [],
    });
  });

  it("keep text that only starts like JSON", () => {
    assert.deepEqual(writtenSettings({ "swarm:stacks": "{oops" }), { stacks: "{oops" });
  });

  it("give every stack ten ports of its own", () => {
    const portOf = (stack: string) =>
      parseSettings<LocalSettings>({}, { ...origin, stack }).settings.own.firstPort;
    assert.deepEqual([portOf("dev"), portOf("test"), portOf("prod")], [20070, 23310, 20960]);
    for (let number = 0; number < 200; number++) {
      const port = portOf(`stack-${number}`);
      assert.ok(port >= 20000 && port <= 29990 && port % 10 === 0, String(port));
    }
  });

  it("need free loopback ports on this computer for target local only", async () => {
    pulumi.runtime.setMocks(
      { newResource: () => ({ id: "", state: {} }), call: () => ({}) },
      "swarm",
      "config-spec",
    );
    const firstPort = await freePorts(10);
    const other = createServer().listen(firstPort, "127.0.0.1");
    await once(other, "listening");
    const local = JSON.stringify({ port: firstPort + 10, firstPort });
    process.env.SWARM_STAND_INS = "command";
    try {
      pulumi.runtime.setAllConfig({ "swarm:local": local });
      await assert.rejects(readSettings(), /swarm:local\.firstPort: .* for SSH to manager-0, is taken/);
      const aws = JSON.stringify({ region: "eu-central-1", adminCidrs: ["203.0.113.7/32"] });
      pulumi.runtime.setAllConfig({ "swarm:local": local, "swarm:target": "aws", "swarm:aws": aws });
      const { settings } = await readSettings();
      assert.equal((settings.own as AwsSettings).region, "eu-central-1");
    } finally {
      other.close();
      delete process.env.SWARM_STAND_INS;
    }
  });

  it("refuse the stand-in for plugin command for target aws, and accept it for target local", async () => {
    using home = new Folder();
    const version = JSON.parse(readFileSync("package.json", "utf8")).dependencies["@pulumi/command"];
    home.write({ [`plugins/resource-command-v${version}/obtained.json`]: '{"origin": "built here"}' });
    const before = process.env.PULUMI_HOME;
    process.env.PULUMI_HOME = home.path;
    try {
      const aws = JSON.stringify({ region: "eu-central-1", adminCidrs: ["203.0.113.7/32"] });
      pulumi.runtime.setAllConfig({ "swarm:target": "aws", "swarm:aws": aws });
      await assert.rejects(readSettings(), {
        message: `1 mistake in the settings; nothing was changed
  plugin command: is this project's stand-in, which targets aws and hosts do not use unless you allow it by name
    → run the command again when get.pulumi.com answers: npm run up and npm run preview download Pulumi's plugin then. To use the stand-in anyway, name it: SWARM_STAND_INS=command npm run up`,
      });
      const firstPort = await freePorts(10);
      const local = JSON.stringify({ port: firstPort + 10, firstPort });
      pulumi.runtime.setAllConfig({ "swarm:local": local });
      assert.equal((await readSettings()).settings.target, "local");
    } finally {
      if (before === undefined) delete process.env.PULUMI_HOME;
      else process.env.PULUMI_HOME = before;
    }
  });

  it("stop the program with one message and no stack trace if they have mistakes", async () => {
    pulumi.runtime.setMocks(
      { newResource: () => ({ id: "", state: {} }), call: () => ({}) },
      "swarm",
      "config-spec",
    );
    pulumi.runtime.setAllConfig({
      "swarm:managers": "2",
      "swarm:wrokers": "1",
      "swarm:stacks": '{"a":{"file":"gone.yaml"}}',
    });
    await assert.rejects(readSettings(), (error) => {
      assert.ok(pulumi.RunError.isInstance(error));
      assert.equal(
        (error as Error).message,
        [
          "3 mistakes in the settings; nothing was changed",
          '  swarm:managers: must be 1, 3, 5 or 7, but is "2"',
          "    → set swarm:managers to 3",
          "  swarm:stacks.a.file: names gone.yaml, which is no file",
          "    → fix the path; it starts at the project's directory",
          "  swarm:wrokers: is unknown",
          "    → did you mean workers?",
        ].join("\n"),
      );
      return true;
    });
  });
});
