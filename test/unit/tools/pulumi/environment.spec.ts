import assert from "node:assert/strict";
import { chmodSync, readFileSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { pinnedVersion } from "../../../../setup/project.ts";
import { pulumiEnvironment } from "../../../../tools/pulumi/environment.ts";
import { Folder } from "../../../support/folder.ts";

function project(more: Readonly<Record<string, string>> = {}): Folder {
  return new Folder().write({ "Pulumi.yaml": "name: swarm\nruntime: nodejs\n", ...more });
}

/** Only what is about state and secrets. */
function stateOf(folder: Folder, environment: Readonly<Record<string, string>> = {}) {
  const all = pulumiEnvironment(
    { PATH: "/bin", PULUMI_HOME: folder.at("home"), ...environment },
    folder.path,
  );
  const names = /^PULUMI_(BACKEND_URL|CONFIG_PASSPHRASE|CONFIG_PASSPHRASE_FILE|FALLBACK.*|ACCESS_TOKEN)$/;
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.test(name)));
}

function ownState(folder: Folder) {
  return {
    PULUMI_BACKEND_URL: pathToFileURL(folder.at(".state")).href,
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
  };
}

const mode = (path: string) => statSync(path).mode & 0o777;

describe("pulumiEnvironment", () => {
  it("puts the pinned Pulumi and Node first and keeps everything else", () => {
    using folder = project();
    const home = folder.at("home");
    const environment = {
      PATH: "/usr/bin:/bin",
      PULUMI_HOME: home,
      COLOUR: "blue",
      PULUMI_CONFIG_PASSPHRASE: "x",
    };
    assert.deepEqual(pulumiEnvironment(environment, folder.path), {
      ...environment,
      PATH: [
        `${home}/versions/${pinnedVersion("@pulumi/pulumi")}/bin`,
        folder.at("node_modules/node/bin"),
        folder.at("node_modules/.bin"),
        "/usr/bin:/bin",
      ].join(":"),
      PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      NODE_OPTIONS: `--max-semi-space-size=4 --import=${pathToFileURL(folder.at("tools/pulumi/nodePreload.mjs")).href}`,
      NODE_COMPILE_CACHE: folder.at(".state/compile-cache"),
      DOCKER_BUILDKIT: "1",
      PULUMI_DIY_BACKEND_GZIP: "true",
      ...ownState(folder),
    });
  });

  it("compresses a state in a bucket or a folder, unless the user says how", () => {
    using folder = project();
    const settingsOf = (backend: string, own = {}) => {
      const environment = {
        PATH: "/bin",
        PULUMI_HOME: folder.at("home"),
        PULUMI_BACKEND_URL: backend,
        ...own,
      };
      const all = Object.entries(pulumiEnvironment(environment, folder.path));
      return Object.fromEntries(all.filter(([name]) => /GZIP|ZSTD/.test(name)));
    };
    const compressed = [
      "s3://states?region=eu-central-1",
      "gs://states",
      "azblob://states",
      "file:///srv/states",
      "",
    ];
    for (const url of compressed) assert.deepEqual(settingsOf(url), { PULUMI_DIY_BACKEND_GZIP: "true" });
    assert.deepEqual(settingsOf("https://api.pulumi.com"), {});
    for (const name of ["DIY_BACKEND_GZIP", "DIY_BACKEND_ZSTD", "SELF_MANAGED_STATE_GZIP"]) {
      const own = { [`PULUMI_${name}`]: "false" };
      assert.deepEqual(settingsOf("s3://states", own), own);
    }
  });

  it("extends the user's Node options once", () => {
    using folder = project();
    const once = pulumiEnvironment(
      { NODE_OPTIONS: "--no-deprecation", PULUMI_HOME: folder.at("home") },
      folder.path,
    );
    const added = `--max-semi-space-size=4 --import=${pathToFileURL(folder.at("tools/pulumi/nodePreload.mjs")).href}`;
    assert.equal(once.NODE_OPTIONS, `--no-deprecation ${added}`);
    assert.equal(pulumiEnvironment(once, folder.path).NODE_OPTIONS, once.NODE_OPTIONS);
  });

  it("keeps the user's compile cache, builder and garbage collection", () => {
    using folder = project();
    const { NODE_COMPILE_CACHE, DOCKER_BUILDKIT } = pulumiEnvironment(
      { NODE_COMPILE_CACHE: "/cache", DOCKER_BUILDKIT: "0", PULUMI_HOME: folder.at("home") },
      folder.path,
    );
    assert.deepEqual([NODE_COMPILE_CACHE, DOCKER_BUILDKIT], ["/cache", "0"]);
  });

  it("creates a passphrase once, for its owner only", () => {
    using folder = project();
    const file = folder.at(".state/passphrase");
    const expected = { ...ownState(folder), PULUMI_CONFIG_PASSPHRASE_FILE: file };
    assert.deepEqual(stateOf(folder), expected);
    const made = readFileSync(file, "utf8");
    assert.match(made, /^[\w-]{43}$/);
    assert.deepEqual([mode(file), mode(folder.at(".state"))], [0o600, 0o700]);
    assert.deepEqual(stateOf(folder), expected);
    assert.equal(readFileSync(file, "utf8"), made);
  });

  it("makes a state folder private", () => {
    using folder = project({ ".state/packages.lock": "" });
    chmodSync(folder.at(".state"), 0o755);
    stateOf(folder);
    assert.equal(mode(folder.at(".state")), 0o700);
  });

  for (const [what, chosen] of [
    ["passphrase", { PULUMI_CONFIG_PASSPHRASE: "mine" }],
    ["empty passphrase", { PULUMI_CONFIG_PASSPHRASE: "" }],
    ["passphrase file", { PULUMI_CONFIG_PASSPHRASE_FILE: "/mine" }],
  ] as const)
    it(`prefers the user's ${what}`, () => {
      using folder = project();
      assert.deepEqual(stateOf(folder, chosen), { ...ownState(folder), ...chosen });
      assert.throws(() => statSync(folder.at(".state/passphrase")), { code: "ENOENT" });
    });

  for (const [what, chosen] of [
    ["PULUMI_BACKEND_URL", { PULUMI_BACKEND_URL: "s3://bucket" }],
    ["PULUMI_ACCESS_TOKEN", { PULUMI_ACCESS_TOKEN: "pul-1" }],
  ] as const)
    it(`prefers ${what}`, () => {
      using folder = project();
      assert.deepEqual(stateOf(folder, chosen), chosen);
      assert.throws(() => statSync(folder.at(".state")), { code: "ENOENT" });
    });

  it("prefers a login", () => {
    using folder = project({ "home/credentials.json": '{"current": "https://api.pulumi.com"}' });
    assert.deepEqual(stateOf(folder), {});
  });

  it("prefers a login in another folder", () => {
    using folder = project({ "elsewhere/credentials.json": '{"current": "gs://bucket"}' });
    assert.deepEqual(stateOf(folder, { PULUMI_CREDENTIALS_PATH: folder.at("elsewhere") }), {});
  });

  it("prefers the backend in Pulumi.yaml", () => {
    using folder = project({ "Pulumi.yaml": "name: swarm\nbackend:\n  url: s3://bucket\n" });
    assert.deepEqual(stateOf(folder), {});
  });

  for (const text of ["{}", '{"current": "", "accounts": {}}', ""])
    it(`uses the project's state after a logout: ${text || "empty file"}`, () => {
      using folder = project({ "home/credentials.json": text });
      assert.equal(stateOf(folder).PULUMI_BACKEND_URL, ownState(folder).PULUMI_BACKEND_URL);
    });

  it("refuses an unreadable login", () => {
    using folder = project({ "home/credentials.json": "{" });
    assert.throws(() => stateOf(folder), {
      message: `${folder.at("home/credentials.json")} is not a JSON object\n  → repair it, or remove it and run pulumi login again`,
    });
  });
});
