import assert from "node:assert/strict";
import { checkDockerContext, contextOf } from "../../../../components/input/dockerContext.ts";
import { Folder } from "../../../support/folder.ts";

describe("contextOf", () => {
  it("prefers DOCKER_CONTEXT, as docker does", () => {
    using folder = new Folder().write({ ".docker/config.json": '{"currentContext": "colima"}' });
    const HOME = folder.path;
    assert.equal(contextOf({ HOME }), "colima");
    assert.equal(contextOf({ HOME, DOCKER_CONTEXT: "orbstack" }), "orbstack");
    assert.equal(contextOf({ HOME, DOCKER_CONTEXT: "default" }), undefined);
    assert.equal(contextOf({ HOME: folder.at("nowhere") }), undefined);
  });
});

describe("contextOf, with an invalid file", () => {
  for (const text of ["", "null", "{", '{"currentContext": 5}', '{"currentContext": {"a": 1}}'])
    it(`returns nothing for ${text || "an empty file"}`, () => {
      using folder = new Folder().write({ ".docker/config.json": text });
      assert.equal(contextOf({ HOME: folder.path }), undefined);
    });
});

describe("checkDockerContext", () => {
  it("refuses a context whose engine the plugins do not know", () => {
    using folder = new Folder().write({ ".docker/config.json": '{"currentContext": "colima"}' });
    const HOME = folder.path;
    assert.deepEqual(checkDockerContext({ HOME }), [
      {
        path: "docker",
        problem: "uses the context colima, which Pulumi's plugins do not know",
        hint: "use npm run up, or: export DOCKER_HOST=$(docker context inspect colima --format '{{.Endpoints.docker.Host}}')",
      },
    ]);
    assert.deepEqual(checkDockerContext({ HOME, DOCKER_HOST: "unix:///run/colima.sock" }), []);
    assert.deepEqual(checkDockerContext({ HOME, DOCKER_CONTEXT: "default" }), []);
  });
});
