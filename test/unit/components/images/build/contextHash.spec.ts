import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync } from "node:fs";
import fc from "fast-check";
import type { BuildRecipe } from "../../../../../components/compose/buildRecipe.ts";
import { contextHash } from "../../../../../components/images/build/contextHash.ts";
import { Folder } from "../../../../support/folder.ts";

type Files = Readonly<Record<string, string>>;

const files: Files = { Dockerfile: "FROM scratch\n", "main.js": "1\n", "lib/answer.js": "42\n" };

function hashOf(folder: Folder, extras: Partial<BuildRecipe> = {}): string {
  return contextHash({ context: folder.path, dockerfile: folder.at("Dockerfile"), args: {}, ...extras });
}

/** The hash of a context with these files, after a change. */
function hashWith(changes: Files, change: (folder: Folder) => void = () => undefined): string {
  using folder = new Folder().write({ ...files, ...changes });
  change(folder);
  return hashOf(folder);
}

describe("contextHash", () => {
  const plain = hashWith({});

  it("is 16 hex digits", () => {
    assert.match(plain, /^[0-9a-f]{16}$/);
  });

  it("depends neither on the context's location nor on the order in which files were created", () => {
    using folder = new Folder().write(Object.fromEntries(Object.entries(files).reverse()));
    assert.equal(hashOf(folder), plain);
  });

  const changes: Record<string, string> = {
    "a file's content": hashWith({ "main.js": "2\n" }),
    "a file more": hashWith({ "other.js": "" }),
    "a file in a folder more": hashWith({ "lib/other.js": "" }),
    "a file's name": hashWith({}, (folder) => renameSync(folder.at("main.js"), folder.at("index.js"))),
    "a file's folder": hashWith({}, (folder) => renameSync(folder.at("lib"), folder.at("src"))),
    "a file less": hashWith({}, (folder) => rmSync(folder.at("main.js"))),
    "the Dockerfile": hashWith({ Dockerfile: "FROM scratch\nLABEL a=b\n" }),
    "an executable bit": hashWith({}, (folder) => chmodSync(folder.at("main.js"), 0o755)),
    "a symbolic link": hashWith({}, (folder) => symlinkSync("main.js", folder.at("link"))),
    "a symbolic link's target": hashWith({}, (folder) => symlinkSync("lib/answer.js", folder.at("link"))),
    "a symbolic link that leads nowhere": hashWith({}, (folder) => symlinkSync("none", folder.at("link"))),
    "a file in place of a symbolic link": hashWith({ link: "main.js" }),
    "a file that says what a symbolic link is": hashWith({ link: "-> main.js" }),
  };
  for (const [what, hash] of Object.entries(changes)) {
    it(`changes with ${what}`, () => {
      assert.notEqual(hash, plain);
    });
  }

  it("differs for each of those changes", () => {
    assert.equal(new Set(Object.values(changes)).size, Object.keys(changes).length);
  });

  it("changes with the target and every argument, but not with their order", () => {
    using folder = new Folder().write(files);
    const hashes = [
      hashOf(folder, { target: "build" }),
      hashOf(folder, { args: { VERSION: "1" } }),
      hashOf(folder, { args: { VERSION: "2" } }),
      hashOf(folder, { args: { VERSION: "1", MODE: "fast" } }),
      plain,
    ];
    assert.equal(new Set(hashes).size, hashes.length);
    assert.equal(hashOf(folder, { args: { MODE: "fast", VERSION: "1" } }), hashes[3]);
    assert.equal(hashOf(folder), plain);
  });

  it("changes with every other input of the image, each differently", () => {
    using folder = new Folder().write({ ...files, "more/file": "1" });
    const more = (isFolder: boolean) => ({ contexts: { more: { location: folder.at("more"), isFolder } } });
    const hashes = [
      hashOf(folder),
      hashOf(folder, { labels: { a: "b" } }),
      hashOf(folder, { extraHosts: ["a:10.0.0.1"] }),
      hashOf(folder, { network: "none" }),
      hashOf(folder, more(true)),
      hashOf(folder, more(false)),
      contextHash({ context: folder.path, inlineDockerfile: "FROM one\n", args: {} }),
      contextHash({ context: folder.path, inlineDockerfile: "FROM other\n", args: {} }),
    ];
    assert.equal(new Set(hashes).size, hashes.length);
    const before = hashOf(folder, { ...more(true), dockerfile: folder.at("Dockerfile") });
    folder.write({ "more/file": "2" });
    assert.notEqual(hashOf(folder, more(true)), before);
  });

  it("does not change with a build's secrets, keys and caches", () => {
    using folder = new Folder().write(files);
    const rarer = { secrets: { token: "a" }, ssh: { default: [] }, cacheFrom: ["a"], noCache: true };
    assert.equal(hashOf(folder, rarer), plain);
  });

  it("does not change with mtimes, owner bits or empty folders", () => {
    assert.equal(
      hashWith({}, (folder) => {
        mkdirSync(folder.at("empty"));
        chmodSync(folder.at("main.js"), 0o600);
      }),
      plain,
    );
  });

  it("includes a Dockerfile outside the context", () => {
    using outside = new Folder().write({ "api.Dockerfile": "FROM scratch\n" });
    using folder = new Folder().write({ "main.js": "1\n" });
    const before = hashOf(folder, { dockerfile: outside.at("api.Dockerfile") });
    outside.write({ "api.Dockerfile": "FROM other\n" });
    assert.notEqual(hashOf(folder, { dockerfile: outside.at("api.Dockerfile") }), before);
  });

  it("reads files larger than one chunk to the end", () => {
    const large = "x".repeat(3 * 1024 * 1024);
    const hashes = [large, `${large}y`, `${large.slice(1)}y`].map((text) => hashWith({ "large.bin": text }));
    assert.equal(new Set(hashes).size, 3);
  });

  it("ignores entries that are neither file nor link", () => {
    assert.equal(
      hashWith({}, (folder) => {
        execFileSync("mkfifo", [folder.at("pipe")]);
      }),
      plain,
    );
  });

  it("names a missing file", () => {
    using folder = new Folder().write({ "main.js": "1\n" });
    assert.throws(() => hashOf(folder), { code: "ENOENT", path: folder.at("Dockerfile") });
  });

  it("distinguishes contexts whose concatenated files are equal", () => {
    const one = hashWith({ a: "X", b: "Y" });
    const other = hashWith({ a: "X1:b5:plainY" });
    assert.notEqual(one, other);
  });

  it("is equal for two contexts only if their contents are equal", () => {
    const name = fc.constantFrom("a", "b", "ab", "a.b", "d/a", "d/b", "e/d/a");
    const content = fc.string({ maxLength: 6 });
    const context = fc.dictionary(name, content, { maxKeys: 5, noNullPrototype: true });
    fc.assert(
      fc.property(context, context, (one, other) => {
        const same =
          JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
        assert.equal(hashWith(one) === hashWith(other), same);
      }),
      { numRuns: 30 },
    );
  });
});

describe("contextHash with a .dockerignore", () => {
  /** Hashes before and after some files changed. */
  const unchanged = (ignore: Files, changed: Files) => {
    using folder = new Folder().write({ ...files, "logs/old.log": "1", "lib/keep.log": "1", ...ignore });
    const before = hashOf(folder);
    folder.write(changed);
    return hashOf(folder) === before;
  };

  const cases: [ignore: string, changed: string, ignored: boolean][] = [
    ["logs", "logs/new.log", true],
    ["logs/", "logs/deep/new.log", true],
    ["**/*.log", "lib/keep.log", true],
    ["*.log", "lib/keep.log", false],
    ["*.log", "new.log", true],
    ["# main.js", "main.js", false],
    ["**\n!lib", "main.js", true],
    ["**\n!lib", "lib/answer.js", false],
    ["**/*.log\n!lib/keep.log", "lib/keep.log", false],
    ["Dockerfile", "Dockerfile", false],
  ];
  for (const [ignore, changed, ignored] of cases) {
    it(`${JSON.stringify(ignore)} ${ignored ? "covers" : "does not cover"} ${changed}`, () => {
      assert.equal(unchanged({ ".dockerignore": ignore }, { [changed]: "changed" }), ignored);
    });
  }

  it("prefers the Dockerfile's own ignore file", () => {
    const both = { ".dockerignore": "lib", "Dockerfile.dockerignore": "logs" };
    assert.equal(unchanged(both, { "logs/new.log": "changed" }), true);
    assert.equal(unchanged(both, { "lib/answer.js": "changed" }), false);
  });
});

describe("contextHash of two gigabytes", () => {
  /** Peak memory in MB of a process that hashes a context of its own. */
  const peak = (folder: Folder) => {
    const program = `
      import { contextHash } from ${JSON.stringify(new URL("../../../../../components/images/build/contextHash.ts", import.meta.url).href)};
      contextHash({ context: ${JSON.stringify(folder.path)}, dockerfile: ${JSON.stringify(folder.at("Dockerfile"))}, args: {} });
      process.stdout.write(String(process.resourceUsage().maxRSS / 1024));`;
    const args = ["--input-type=module", "--eval", program];
    return Number(execFileSync(process.execPath, args, { encoding: "utf8" }));
  };

  it("uses no more memory than for a small context", function () {
    this.timeout(120_000);
    using small = new Folder().write(files);
    using large = new Folder().write(files);
    // Sparse: they take no room on the disk.
    for (const [name, megabytes] of Object.entries({ "one.bin": 1536, "two.bin": 512 })) {
      large.write({ [name]: "" });
      truncateSync(large.at(name), megabytes * 1024 * 1024);
    }
    for (let number = 0; number < 2000; number++) large.write({ [`many/${number}`]: "x" });
    const [less, more] = [peak(small), peak(large)];
    assert.ok(more - less < 64, `${more} MB for a large context, ${less} MB for a small one`);
  });
});
