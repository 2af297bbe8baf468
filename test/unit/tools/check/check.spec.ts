import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../../../../setup/project.ts";
import { Folder } from "../../../support/folder.ts";

/** Runs the command as npm does, in a folder of the user's. */
function check(folder: Folder, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(projectRoot, "tools/run.mjs"), "check", ...args],
    { cwd: projectRoot, encoding: "utf8", env: { ...process.env, INIT_CWD: folder.path } },
  );
  return { status, stdout, stderr };
}

const compose = `name: shop
services:
  web:
    image: nginx:\${TAG:-1}
    ports: ["8080:80"]
    volumes:
      - ./data/:/data
      - ./conf:/etc/web:ro
  debug: {image: busybox, profiles: [debug]}
`;
const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`shop/data/${index}`, "a"]));
const files = { "shop/compose.yaml": compose, "shop/conf/a.conf": "a" };
const problem =
  "mounts ./data, a directory of this computer with more than 50 files, but the service runs on the nodes";
const hint =
  "copy its files into the image; or choose under swarm:stacks.shop.binds: volume (empty at first), host (the path is on every node), omit (no mount)";
const brought =
  "brings 1 file of ./conf into the swarm as a config; a change of a file takes effect with the next up";
const keep = "to keep this choice, set ./conf: config under swarm:stacks.shop.binds";

describe("npm run check", () => {
  it("prints what becomes of a file outside the project, and exits with 0", () => {
    using folder = new Folder().write({ ...files, ...many });
    const { status, stdout, stderr } = check(
      folder,
      ...["shop", "--set", "binds../data=volume", "--env", "TAG=2", "--profile", "debug"],
    );
    assert.equal(
      stdout.replaceAll(/file: .*\/shop/g, "file: …/shop"),
      `shop/compose.yaml as stack shop: deploys, 1 warning
  warning: shop/compose.yaml:8: services.web.volumes[1]: ${brought}
    → ${keep}

SERVICE  IMAGE    REPLICAS   PORTS     MOUNTS                                  BIND MOUNTS
web      nginx:2  1 replica  8080/tcp  data-3a6eb079:/data, tmpfs:/etc/web:ro  ./data: volume, ./conf: config
debug    busybox  1 replica

lines for Pulumi.<stack>.yaml:
  config:
    swarm:stacks:
      shop:
        file: …/shop/compose.yaml
        profiles:
          - debug
        binds:
          ./data: volume
          ./conf: config
`,
    );
    assert.deepEqual([status, stderr], [0, ""]);
  });

  it("prints errors with file, line and the lines to paste, and exits with 1", () => {
    using folder = new Folder().write({ ...files, ...many });
    const { status, stdout } = check(folder, "shop/compose.yaml", "--json");
    const { diagnostics, ...rest } = JSON.parse(stdout);
    assert.deepEqual(rest, {
      files: [{ file: "shop/compose.yaml", stack: "shop", deploys: false }],
      services: [],
      rendered: null,
    });
    assert.deepEqual(diagnostics, [
      {
        severity: "error",
        path: "shop/compose.yaml: services.web.volumes[0]",
        file: "shop/compose.yaml",
        line: 7,
        message: problem,
        value: "./data/:/data",
        hint,
        paste: "swarm:stacks:\n  shop:\n    binds:\n      ./data: volume\n",
      },
      {
        severity: "warning",
        path: "shop/compose.yaml: services.web.volumes[1]",
        file: "shop/compose.yaml",
        line: 8,
        message: brought,
        value: "./conf:/etc/web:ro",
        hint: keep,
        paste: "swarm:stacks:\n  shop:\n    binds:\n      ./conf: config\n",
      },
    ]);
    assert.equal(status, 1);
  });

  it("prints the services and the file that the swarm gets", () => {
    using folder = new Folder().write({
      "one.yaml": "name: one\nservices: {web: {build: {dockerfile_inline: FROM scratch}}}",
    });
    const { status, stdout } = check(folder, "one.yaml", "--json");
    const { services, rendered, files } = JSON.parse(stdout);
    assert.deepEqual(files, [{ file: "one.yaml", stack: "one", deploys: true }]);
    assert.deepEqual(services, [
      {
        stack: "one",
        service: "web",
        image: "one/web:HASH",
        replicas: "1 replica",
        ports: [],
        mounts: [],
        binds: {},
      },
    ]);
    assert.match(rendered, /^# stack one, from one\.yaml\n(# .*\n)+services:\n {2}web:\n/);
    assert.deepEqual(check(folder, "one.yaml", "--render"), { status: 0, stdout: rendered, stderr: "" });
    assert.equal(status, 0);
  });

  it("takes each file as a stack, or merges them", () => {
    using folder = new Folder().write({
      "a.yaml": "name: a\nservices: {web: {image: a, volumes: ['./one:/x']}}",
      "b.yaml": "name: b\nservices: {web: {hostname: b}}",
    });
    const apart = JSON.parse(check(folder, "a.yaml", "b.yaml", "--json", "--set", "binds.one=omit").stdout);
    assert.deepEqual(apart.files, [
      { file: "a.yaml", stack: "a", deploys: true },
      { file: "b.yaml", stack: "b", deploys: false },
    ]);
    assert.deepEqual(
      apart.diagnostics.filter(({ severity }: { severity: string }) => severity === "error"),
      [
        {
          severity: "error",
          path: "b.yaml: services.web",
          file: "b.yaml",
          line: 2,
          message: "has neither image nor build",
          value: null,
          hint: "name an image, or the directory to build one from",
          paste: null,
        },
      ],
    );
    const merged = JSON.parse(check(folder, "--merge", "a.yaml", "b.yaml", "--json").stdout);
    assert.deepEqual(merged.files, [
      { file: "a.yaml", stack: "a", deploys: true },
      { file: "b.yaml", stack: "a", deploys: true },
    ]);
    assert.equal(merged.services.length, 1);
  });

  it("proposes the profiles of a file whose services all have one", () => {
    using folder = new Folder().write({ "a.yaml": "name: a\nservices: {web: {image: a, profiles: [x]}}" });
    const [found] = JSON.parse(check(folder, "a.yaml", "--json").stdout).diagnostics;
    assert.equal(found.paste, "swarm:stacks:\n  a:\n    profiles:\n      - x\n");
    assert.equal(check(folder, "a.yaml", "--profile", "x").status, 0);
  });

  it("accepts the example as it is", () => {
    using folder = new Folder();
    const { status, stdout } = check(folder, join(projectRoot, "example"));
    assert.equal(status, 0);
    assert.match(stdout, /^.*\/example\/compose\.yaml as stack example: deploys\n\nSERVICE /);
  });

  it("says which file is missing", () => {
    using folder = new Folder();
    const { status, stdout } = check(folder, "no.yaml");
    assert.equal(status, 1);
    assert.match(
      stdout,
      /^no\.yaml as stack .*: does not deploy, 1 error\n {2}error: no\.yaml: is no file\n {4}→ fix the path\n$/,
    );
  });

  const wrong = {
    "": /^npm run check -- FILE/,
    "a.yaml --set data=volume": /^npm run check: --set must be binds\.PATH=CHOICE, but is "data=volume"\n/,
    "a.yaml --set binds.data=disk":
      /^npm run check: --set binds\.data must be volume, config, host or omit, but is "disk"\n/,
    "a.yaml --env 1=2": /^npm run check: --env must be NAME=VALUE\n/,
    "a.yaml --color": /^npm run check: unknown option '--color'\n/,
  };
  for (const [args, message] of Object.entries(wrong))
    it(`refuses ${args || "no file"} with exit code 2`, () => {
      using folder = new Folder();
      const { status, stdout, stderr } = check(folder, ...args.split(" ").filter(Boolean));
      assert.match(stderr, message);
      assert.deepEqual([status, stdout], [2, ""]);
    });

  it("loads no package of Pulumi", () => {
    using folder = new Folder().write({ "a.yaml": "name: a\nservices: {web: {image: a}}" });
    const hook =
      "data:text/javascript,import{registerHooks}from'node:module';registerHooks({resolve(s,c,n){if(/pulumi/.test(s)%26%26!s.startsWith('.'))throw new Error(s);return n(s,c)}})";
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--import", hook, join(projectRoot, "tools/run.mjs"), "check", folder.at("a.yaml")],
      { encoding: "utf8" },
    );
    assert.deepEqual([status, stderr], [0, ""]);
  });
});
