import assert from "node:assert/strict";
import { readComposeFile } from "../../../../../components/compose/readCompose.ts";
import { workspaceWith } from "../../../../support/workspace.ts";

function read(build: string, rest = "") {
  const files = {
    "compose.yaml": `services:\n  web:\n    build: ${build}\n${rest}`,
    Dockerfile: "FROM scratch\n",
    "lib/main.c": "",
    "token.txt": "the-build-token",
    key: "",
  };
  const stack = { name: "shop", files: ["/project/compose.yaml"], profiles: [], env: {}, timeout: 600 };
  const { model, diagnostics } = readComposeFile(
    stack,
    workspaceWith(files, { SSH_AUTH_SOCK: "/run/agent" }),
  );
  assert.deepEqual(diagnostics, []);
  if (!model) throw new Error("no model");
  return model;
}

const recipe = (build: string, rest = "") => {
  const { context, dockerfile, args, ...others } = read(build, rest).builds.web ?? {};
  assert.deepEqual([context, args], ["/project", {}]);
  return others;
};

describe("a build", () => {
  const cases: Record<string, [build: string, recipe: unknown]> = {
    "has the compose file's folder as its context": ["{target: run}", { target: "run" }],
    "may have its Dockerfile inline": [
      "{dockerfile_inline: 'FROM scratch'}",
      { inlineDockerfile: "FROM scratch" },
    ],
    "takes labels as a list": ["{context: ., labels: [a=b, c]}", { labels: { a: "b", c: "" } }],
    "takes hosts as a list": [
      "{context: ., extra_hosts: ['one:10.0.0.1', 'two=::1']}",
      { extraHosts: ["one:10.0.0.1", "two:::1"] },
    ],
    "takes hosts as a mapping": [
      "{context: ., extra_hosts: {one: 10.0.0.1}}",
      { extraHosts: ["one:10.0.0.1"] },
    ],
    "takes network and no_cache": [
      "{context: ., network: none, no_cache: true}",
      { network: "none", noCache: true },
    ],
    "takes caches by reference and by type": [
      "{context: ., cache_from: [a/b:c, 'type=local,src=x']}",
      { cacheFrom: ["type=registry,ref=a/b:c", "type=local,src=x"] },
    ],
    "takes folders and images as more contexts": [
      "{context: ., additional_contexts: [lib=./lib, 'base=docker-image://alpine:3']}",
      {
        contexts: {
          lib: { location: "/project/lib", isFolder: true },
          base: { location: "docker-image://alpine:3", isFolder: false },
        },
      },
    ],
    "takes SSH keys": [
      "{context: ., ssh: [default, deploy=./key]}",
      { ssh: { default: [], deploy: ["/project/key"] } },
    ],
  };
  for (const [what, [build, expected]] of Object.entries(cases))
    it(what, () => {
      assert.deepEqual(recipe(build), expected);
    });

  it("warns once about each key that it leaves out", () => {
    const { warnings } = read(
      "{context: ., pull: true, platforms: [linux/amd64], cache_to: [x], shm_size: 1g, tags: [a:b], ulimits: {nofile: 1}}",
    );
    assert.deepEqual(
      warnings.map(({ path, problem: said }) => `${path} ${said}`).sort(),
      [
        "cache_to: is left out; the default builder cannot export its cache",
        "platforms: is left out; the image is built for what the nodes run on",
        "pull: is left out; every up would rebuild the image",
        "shm_size: is left out; Pulumi's build plugin has no such setting",
        "tags: is left out; the image is named by its content",
        "ulimits: is left out; Pulumi's build plugin has no such setting",
      ].map((text) => `compose.yaml: services.web.build.${text.replace(":", "")}`),
    );
  });
});

describe("a build's secrets", () => {
  const defined = "secrets: {token: {file: ./token.txt}, other: {file: ./token.txt}}\n";

  it("have their content by id and stay out of the swarm", () => {
    const model = read("{context: ., secrets: [token, {source: other, target: npm}]}", defined);
    assert.deepEqual(model.builds.web?.secrets, { token: "the-build-token", npm: "the-build-token" });
    assert.deepEqual(model.objects, []);
    assert.deepEqual(model.document.secrets, {});
  });

  it("also reach the swarm if a service uses them", () => {
    const model = read("{context: ., secrets: [token, other]}\n    secrets: [token]", defined);
    assert.deepEqual(
      model.objects.map(({ key }) => key),
      ["token"],
    );
    assert.deepEqual(Object.keys(model.document.secrets), ["token"]);
  });
});
