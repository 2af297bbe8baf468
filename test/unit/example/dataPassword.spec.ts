import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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
  let folder = "";
  const kept = (name: string) => readFileSync(join(folder, name), "utf8");

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "swarm-data-"));
    writeFileSync(join(folder, "password"), `${password}\n`);
    writeFileSync(join(folder, "redis-cli"), stub, { mode: 0o755 });
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function run(script: string, answer: string): number | null {
    const file = fileURLToPath(new URL(`data/${script}`, example));
    return spawnSync("sh", [file], {
      env: {
        PATH: `${folder}:${process.env.PATH}`,
        DATA_PASSWORD_FILE: join(folder, "password"),
        KEPT: folder,
        ANSWER: answer,
      },
    }).status;
  }

  it("checks its health with the password in no argument and no variable", () => {
    assert.equal(run("health.sh", "OK\nPONG"), 0);
    assert.equal(kept("input"), `AUTH ${password}\nPING\n`);
    assert.match(kept("arguments"), /redis-cli$/m);
    assert.match(kept("variables"), /^ANSWER=OK$/m);
    assert.doesNotMatch(kept("arguments") + kept("variables"), new RegExp(password));
  });

  it("is not healthy if Redis refuses the password, loads its data or does not answer", () => {
    const refused = "WRONGPASS invalid username-password pair\nNOAUTH Authentication required.";
    for (const answer of [refused, "OK\nLOADING Redis is loading the dataset in memory", ""])
      assert.equal(run("health.sh", answer), 1, answer);
  });
});
