import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  ClientConfiguration,
  configurationIn,
  withLogins,
} from "../../../../components/images/clientConfiguration.ts";
import { Folder } from "../../../support/folder.ts";

const auth = Buffer.from("octocat:hush").toString("base64");
const login = { username: "octocat", password: "hush" };

describe("a docker client configuration with added logins", () => {
  it("uses no credential helper for them, and the user's helpers for the others", () => {
    const own = {
      auths: { "quay.io": { auth: "own" } },
      credsStore: "desktop",
      credHelpers: { "a.example": "own" },
    };
    assert.deepEqual(withLogins(own, { "ghcr.io": login }), {
      auths: { "quay.io": { auth: "own" }, "ghcr.io": { auth } },
      credsStore: "desktop",
      credHelpers: { "a.example": "own", "ghcr.io": "" },
    });
  });

  it("uses docker's name for Docker Hub", () => {
    const hub = "https://index.docker.io/v1/";
    assert.deepEqual(withLogins({}, { "docker.io": login }), {
      auths: { [hub]: { auth } },
      credHelpers: { [hub]: "" },
    });
  });

  it("is the user's own if no login is added", () =>
    assert.deepEqual(withLogins({ auths: {} }, {}), { auths: {} }));

  it("exists temporarily, for its owner only, with the rest of the user's configuration", () => {
    using own = new Folder().write({
      "config.json": '{"currentContext":"x"}',
      "cli-plugins/docker-x": "#!/bin/sh\n",
    });
    const before = process.env.DOCKER_CONFIG;
    process.env.DOCKER_CONFIG = own.path;
    let path = "";
    try {
      using configuration = new ClientConfiguration({ "ghcr.io": login });
      path = configuration.path;
      const file = join(path, "config.json");
      assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), {
        currentContext: "x",
        auths: { "ghcr.io": { auth } },
        credHelpers: { "ghcr.io": "" },
      });
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.equal(statSync(path).mode & 0o777, 0o700);
      assert.equal(readFileSync(join(path, "cli-plugins/docker-x"), "utf8"), "#!/bin/sh\n");
    } finally {
      if (before === undefined) delete process.env.DOCKER_CONFIG;
      else process.env.DOCKER_CONFIG = before;
    }
    assert.equal(existsSync(path), false);
  });
});

describe("the user's docker client configuration", () => {
  it("is a JSON object", () => assert.deepEqual(configurationIn('{"auths": {}}', "a"), { auths: {} }));

  for (const text of ["", "null", "[]", '"a"', "{", '{"auths": {}'])
    it(`is refused, naming the file: ${text || "an empty file"}`, () => {
      assert.throws(() => configurationIn(text, "/home/a/.docker/config.json"), {
        message:
          "/home/a/.docker/config.json is not a JSON object\n  → repair it, or remove it and run docker login again",
      });
    });
});
