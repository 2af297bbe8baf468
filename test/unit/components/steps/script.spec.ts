import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
  allStoredScripts,
  payloadFunctions,
  readScript,
  stepScript,
  storedScript,
  withoutComments,
} from "../../../../components/steps/script.ts";
import { Folder } from "../../../support/folder.ts";
import { run } from "../../../support/run.ts";

describe("withoutComments", () => {
  const text = `#!/bin/sh
# what it does
set -eu

say() { # why
  # inside
  printf '# %s' "$1"
}
say "#1"
`;

  it("drops comment lines and empty lines, and nothing else", () => {
    assert.equal(
      withoutComments(text),
      `set -eu
say() { # why
  printf '# %s' "$1"
}
say "#1"
`,
    );
  });

  it("ignores changes of comments", () => {
    const other = text.replace("# what it does", "# what it does now\n#\n");
    assert.equal(withoutComments(other), withoutComments(text));
  });

  it("ends the last line, even without a line break in the file", () => {
    assert.equal(withoutComments("a\nb"), "a\nb\n");
    assert.equal(withoutComments("a\nb\n"), "a\nb\n");
    assert.equal(withoutComments(""), "");
  });
});

describe("readScript", () => {
  const prelude = readFileSync(
    new URL("../../../../components/steps/scripts/prelude.sh", import.meta.url),
    "utf8",
  );

  it("puts the waits and the prelude in front of the script", () => {
    using folder = new Folder().write({ "hello.sh": "#!/bin/sh\n# greets\nsay hello\n" });
    assert.equal(
      readScript(pathToFileURL(folder.at("hello.sh"))),
      `engine_answers_seconds=90\nlock_seconds=120\n${withoutComments(prelude)}say hello\n`,
    );
  });

  it("starts every script with set -eu", async () => {
    using folder = new Folder().write({ "fails.sh": 'false\necho "not reached"\n' });
    const ran = await run("sh", ["-c", readScript(pathToFileURL(folder.at("fails.sh")))]);
    assert.deepEqual(ran, { code: 1, stdout: "", stderr: "" });
  });
});

/** What the functions of the prelude do, in a shell. */
describe("prelude.sh", () => {
  const file = new URL("../../../../components/steps/scripts/prelude.sh", import.meta.url).pathname;
  const shell = (text: string) => run("sh", ["-c", `. ${file}\n${text}`]);

  it("prints a line on standard error", async () => {
    assert.deepEqual(await shell('say one "two  three"'), {
      code: 0,
      stdout: "",
      stderr: "one two  three\n",
    });
  });

  it("fails with host, problem and hint", async () => {
    const { stdout: host } = await run("hostname", []);
    assert.deepEqual(await shell('fail "it is broken" "fix it"; echo on'), {
      code: 1,
      stdout: "",
      stderr: `${host.trim()}: it is broken\n  → fix it\n`,
    });
  });

  it("repeats a condition until it is true", async () => {
    const ran = await shell(
      'sleep() { :; }; n=0; third() { n=$((n + 1)); [ "$n" = 3 ]; }; until_true 1 third; echo "$n"',
    );
    assert.deepEqual(ran, { code: 0, stdout: "3\n", stderr: "" });
  });

  it("tries five times a second, then gives up", async () => {
    const ran = await shell(
      'sleep() { echo "sleep $1"; }; never() { echo asked >&2; false; }; until_true 1 never || echo "gave up"',
    );
    assert.deepEqual(ran, { code: 0, stdout: `${"sleep 0.2\n".repeat(4)}gave up\n`, stderr: "" });
  });

  it("creates files that only their owner can read", async () => {
    using folder = new Folder();
    const { stdout } = await shell(`: >${folder.at("made")}; ls -l ${folder.at("made")}`);
    assert.equal(stdout.slice(0, 10), "-rw-------");
  });
});

describe("storedScript", () => {
  const files = {
    "join.sh": "#!/bin/sh\n# Remote step; functions: payload.sh ports.sh\n# join MACHINE\nsay joined\n",
    "ports.sh": "say ports\n",
  };
  const stored = (changes: Record<string, string> = {}) => {
    using folder = new Folder().write({ ...files, ...changes });
    const at = (name: string) => pathToFileURL(folder.at(name));
    return {
      ...storedScript(at("join.sh")),
      whole: stepScript(payloadFunctions, at("ports.sh"), at("join.sh")),
    };
  };

  it("joins the shared functions, those that the script names, and the script", () => {
    const { id, text, whole } = stored();
    assert.equal(text, whole);
    assert.match(id, /^join-[0-9a-f]{12}$/);
  });

  it("has another id if its text or its functions change, but not for comments", () => {
    const { id } = stored();
    assert.equal(stored({ "ports.sh": "# asks\nsay ports\n" }).id, id);
    assert.notEqual(stored({ "ports.sh": "say more\n" }).id, id);
    assert.notEqual(stored({ "join.sh": `${files["join.sh"]}say more\n` }).id, id);
  });

  it("refuses a file that is not a remote step", () => {
    using folder = new Folder().write({ "other.sh": "say other\n" });
    const path = folder.at("other.sh");
    assert.throws(() => storedScript(pathToFileURL(path)), {
      message: `${path} has no line "# Remote step"`,
    });
  });

  it("exists for each step, always in the same order", () => {
    const ids = allStoredScripts().map(({ id }) => id);
    assert.deepEqual(ids, [...ids].sort());
    assert.ok(ids.length > 10 && ids.some((id) => id.startsWith("member-")), ids.join());
  });
});
