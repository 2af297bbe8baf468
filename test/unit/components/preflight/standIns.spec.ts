import assert from "node:assert/strict";
import { checkStandIns, isStandInAllowed } from "../../../../components/preflight/standIns.ts";
import { Folder } from "../../../support/folder.ts";

describe("checkStandIns", () => {
  const record = "plugins/resource-command-v1.2.1/obtained.json";

  function check(
    files: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string>> = {},
  ) {
    using folder = new Folder().write({
      "package.json": '{"dependencies": {"@pulumi/command": "1.2.1"}}',
      ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`home/${name}`, text])),
    });
    const diagnostics = checkStandIns(folder.path, "targets a and b", {
      PULUMI_HOME: folder.at("home"),
      ...environment,
    });
    return diagnostics.map(({ path }) => path);
  }

  it("refuses a plugin that set-up built", () => {
    assert.deepEqual(check({ [record]: '{"origin": "built here", "sources": "1"}' }), ["plugin command"]);
  });

  it("allows a plugin that the user names", () => {
    const files = { [record]: '{"origin": "built here"}' };
    assert.deepEqual(check(files, { SWARM_STAND_INS: "command" }), []);
    assert.deepEqual(check(files, { SWARM_STAND_INS: "docker, command" }), []);
    assert.deepEqual(check(files, { SWARM_STAND_INS: "docker" }), ["plugin command"]);
    assert.deepEqual(check(files, { SWARM_STAND_INS: "" }), ["plugin command"]);
  });

  it("accepts Pulumi's own plugin, from set-up or from Pulumi, and another version", () => {
    assert.deepEqual(check({ [record]: '{"origin": "official"}' }), []);
    assert.deepEqual(check({}), []);
    assert.deepEqual(check({ [record]: "{" }), []);
    assert.deepEqual(
      check({ "plugins/resource-command-v1.2.0/obtained.json": '{"origin": "built here"}' }),
      [],
    );
  });
});

describe("isStandInAllowed", () => {
  it("compares whole names", () => {
    assert.equal(isStandInAllowed("docker", { SWARM_STAND_INS: "docker-build" }), false);
    assert.equal(isStandInAllowed("docker", { SWARM_STAND_INS: " docker ,command" }), true);
  });
});
