import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Folder } from "../../support/folder.ts";
import { example } from "./modules.ts";

const password = "a-password-of-the-test";

/** Stands in for redis-cli: keeps its arguments, its variables and its input, and prints an answer. */
const stub = `#!/bin/sh
tr '\\0' '\\n' </proc/$$/cmdline >"$KEPT/arguments"
tr '\\0' '\\n' </proc/$$/environ >"$KEPT/variables"
cat >"$KEPT/input"
printf '%s\\n' "$ANSWER"
`;

describe("the example's data service", () => {
  let folder: Folder;

  beforeEach(() => {
    folder = new Folder().write({ password: `${password}\n` }).write({ "redis-cli": stub }, 0o755);
  });

  afterEach(() => folder[Symbol.dispose]());

  function run(script: string, answer: string): number | null {
    const file = fileURLToPath(new URL(`data/${script}`, example));
    return spawnSync("sh", [file], {
      env: {
        PATH: `${folder.path}:${process.env.PATH}`,
        DATA_PASSWORD_FILE: folder.at("password"),
        KEPT: folder.path,
        ANSWER: answer,
      },
    }).status;
  }

  it("checks its health with the password in no argument and no variable", () => {
    assert.equal(run("health.sh", "OK\nPONG"), 0);
    assert.equal(folder.read("input"), `AUTH ${password}\nPING\n`);
    assert.match(folder.read("arguments"), /redis-cli$/m);
    assert.match(folder.read("variables"), /^ANSWER=OK$/m);
    assert.doesNotMatch(folder.read("arguments") + folder.read("variables"), new RegExp(password));
  });

  it("is not healthy if Redis refuses the password, loads its data or does not answer", () => {
    const refused = "WRONGPASS invalid username-password pair\nNOAUTH Authentication required.";
    for (const answer of [refused, "OK\nLOADING Redis is loading the dataset in memory", ""])
      assert.equal(run("health.sh", answer), 1, answer);
  });
});
