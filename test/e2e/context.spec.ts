import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import fc from "fast-check";
import { contextFiles } from "../../components/images/build/contextFiles.ts";
import { Folder } from "../support/folder.ts";

const files = [
  ...["main.js", "a.log", "A.log", "c++", "README.md", "run.sh", ".env", "node_modules/x/index.js"],
  ...["node_modules/x/README.md", "lib/a.log", "lib/deep/b.log", "lib/deep/keep.log", "logs/old.log", "[x]"],
];

/** Paths of a listing, with a star for executables and an arrow for links. */
const listed = (context: string) =>
  [...contextFiles(context, `${context}/Dockerfile`)]
    .map(({ path, isLink, isExecutable }) => `${path}${isExecutable ? "*" : ""}${isLink ? "@" : ""}`)
    .sort();

/** The files that a real build finds in its context. */
function built(context: string): string[] {
  using folder = new Folder();
  const result = folder.at("result");
  execFileSync(
    "docker",
    ["buildx", "build", "--builder", "default", "--quiet", "--output", `type=local,dest=${result}`, context],
    { stdio: "pipe" },
  );
  mkdirSync(result, { recursive: true });
  const found = execFileSync("find", [result, "-mindepth", "1", "-printf", "%P\t%y\t%m\n"], {
    encoding: "utf8",
  });
  return found
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split("\t"))
    .filter(([, kind]) => kind !== "d")
    .map(([path, kind, mode]) => {
      const isExecutable = kind === "f" && (Number.parseInt(mode ?? "", 8) & 0o111) !== 0;
      return `${path}${isExecutable ? "*" : ""}${kind === "l" ? "@" : ""}`;
    })
    .sort();
}

describe("the hash of a build context", () => {
  const folder = new Folder();
  before(() => {
    folder.write(Object.fromEntries(files.map((name) => [name, name])));
    folder.write({ "run.sh": "", "lib/run.sh": "" }, 0o755);
    // Different content in each build, so that no cache applies.
    folder.write({ Dockerfile: "FROM scratch\nCOPY . /\n" });
    symlinkSync("main.js", folder.at("link"));
    symlinkSync("nowhere", folder.at("lib/dangling"));
    mkdirSync(folder.at("empty"));
  });
  after(() => folder[Symbol.dispose]());

  const agree = (ignore: Readonly<Record<string, string>>) => {
    folder.write(ignore);
    try {
      assert.deepEqual(listed(folder.path), built(folder.path), JSON.stringify(ignore));
    } finally {
      for (const name of Object.keys(ignore)) rmSync(folder.at(name));
    }
  };

  const cases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "covers the files that a build gets": {},
    "leaves out ignored files": { ".dockerignore": "node_modules\n*.log\n**/deep\n" },
    "includes files that a ! pattern brings back": {
      ".dockerignore": "*\n!lib\nlib/deep/*\n!lib/deep/keep.log\n!**/README.md\n!main.js\n",
    },
    "prefers the Dockerfile's own ignore file": {
      ".dockerignore": "*",
      "Dockerfile.dockerignore": "a.log\nc++\n",
    },
  };
  for (const [what, ignore] of Object.entries(cases)) it(what, () => agree(ignore));

  it("covers the files that a build gets, for any ignore file", () => {
    const part = fc.constantFrom(
      ...["*", "**", "?.log", "*.log", "a.log", "A.log", "lib", "deep", "keep.log", "node_modules", "x"],
      ...["README.md", "c++", "[a-z]*", "\\[x\\]", ".env", "l*", ".", "..", "logs/"],
    );
    const pattern = fc
      .tuple(fc.constantFrom("", "!", "/", "! "), fc.array(part, { minLength: 1, maxLength: 3 }))
      .map(([sign, parts]) => `${sign}${parts.join("/")}`);
    const ignore = fc.array(pattern, { minLength: 1, maxLength: 5 }).map((lines) => lines.join("\n"));
    fc.assert(
      // The builder always sends the Dockerfile itself, but COPY does not see it if it is ignored.
      fc.property(ignore, (text) => agree({ ".dockerignore": text })),
      { numRuns: 15, seed: 20261122 },
    );
  });
});
