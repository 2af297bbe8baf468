import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cleaned, copyForReading, tidyUp, withoutSalt } from "../../../../tools/pulumi/stackFile.ts";
import { Folder } from "../../../support/folder.ts";
import { withinASecond } from "../../../support/processorTime.ts";

const salt = "encryptionsalt: v1:Ce5brW4TBsg=:v1:LPrxMmNes24aP5ss:AnU6go9sbnHyMx2==\n";
const before = "# mine\nconfig:\n  swarm:workers: 2   # two\n\n  swarm:stacks: {a: {file: x.yaml}}\n";
const after = '# mine\nconfig:\n  swarm:workers: "2" # two\n  swarm:stacks:\n    a:\n      file: x.yaml\n';
const changed = after.replace('"2"', '"3"');

describe("cleaned", () => {
  it("restores the file if Pulumi only reformatted it", () => {
    assert.equal(cleaned(before, after), before);
  });

  it("restores the file if Pulumi added the salt", () => {
    assert.equal(cleaned(before, after + salt), before);
    assert.equal(cleaned(before, salt + after), before);
  });

  it("keeps a changed setting and drops the salt", () => {
    assert.equal(cleaned(before, changed + salt), changed);
    assert.equal(cleaned(before, changed), changed);
  });

  it("keeps a salt that the file had before", () => {
    assert.equal(cleaned(before + salt, changed + salt), changed + salt);
  });

  it("keeps an encrypted setting", () => {
    const secret = `${after}  swarm:token:\n    secure: v1:f4wx3LI1zyl:WYWXtgJS4v\n`;
    assert.equal(cleaned(before, secret + salt), secret);
  });

  it("removes a new file that contains only the salt", () => {
    assert.equal(cleaned(undefined, salt), undefined);
  });

  it("keeps the settings of a new file", () => {
    assert.equal(cleaned(undefined, after + salt), after);
  });

  it("keeps an empty file that was there", () => {
    assert.equal(cleaned("", salt), "");
  });

  it("distinguishes text from numbers", () => {
    assert.equal(cleaned("config:\n  a: 010\n", 'config:\n  a: "10"\n'), 'config:\n  a: "10"\n');
  });
});

describe("cleaned, with an unreadable file", () => {
  const unreadable = {
    "an alias without its anchor": "config: {a: *b}\n",
    "an anchor that contains itself": "config: &a [*a]\n",
    "50 000 nested lists": `config: ${"[".repeat(50_000)}\n`,
    "aliases of aliases": `a: &a0 x\n${Array.from({ length: 30 }, (_, i) => `b${i}: &a${i + 1} [*a${i}, *a${i}]\n`).join("")}`,
  };

  for (const [name, text] of Object.entries(unreadable))
    it(`changes nothing but the salt: ${name}`, () =>
      withinASecond(() => {
        assert.equal(cleaned(text, text), text);
        assert.equal(cleaned(before, text), text);
        assert.equal(cleaned(before, text + salt), text);
      }));
});

describe("withoutSalt", () => {
  it("cleans every stack file, and changes no other file", async () => {
    using folder = new Folder().write({
      "Pulumi.dev.yaml": before,
      "Pulumi.prod.yaml": before,
      "Pulumi.yaml": salt,
    });
    const code = await withoutSalt(folder.path, async () => {
      folder.write({
        "Pulumi.dev.yaml": after + salt,
        "Pulumi.prod.yaml": changed + salt,
        "Pulumi.new.yaml": salt,
      });
      return 7;
    });
    assert.equal(code, 7);
    assert.deepEqual(readdirSync(folder.path).sort(), [
      ".state",
      "Pulumi.dev.yaml",
      "Pulumi.prod.yaml",
      "Pulumi.yaml",
    ]);
    assert.equal(readFileSync(folder.at("Pulumi.dev.yaml"), "utf8"), before);
    assert.equal(readFileSync(folder.at("Pulumi.prod.yaml"), "utf8"), changed);
    assert.equal(readFileSync(folder.at("Pulumi.yaml"), "utf8"), salt);
    assert.deepEqual(readdirSync(folder.at(".state/settings")), []);
  });

  it("cleans up if the work fails", async () => {
    using folder = new Folder().write({ "Pulumi.dev.yaml": before });
    const work = withoutSalt(folder.path, async () => {
      folder.write({ "Pulumi.dev.yaml": after + salt });
      throw new Error("no");
    });
    await assert.rejects(work, { message: "no" });
    assert.equal(readFileSync(folder.at("Pulumi.dev.yaml"), "utf8"), before);
  });

  it("leaves a removed file removed", async () => {
    using folder = new Folder().write({ "Pulumi.dev.yaml": before });
    await withoutSalt(folder.path, async () => rmSync(folder.at("Pulumi.dev.yaml")));
    assert.equal(existsSync(folder.at("Pulumi.dev.yaml")), false);
  });

  it("cleans up after a killed process, and keeps what the user wrote since", async () => {
    using folder = new Folder().write({ "Pulumi.dev.yaml": before, "Pulumi.prod.yaml": before });
    const module = new URL("../../../../tools/pulumi/stackFile.ts", import.meta.url).href;
    const script = `
      import { writeFileSync } from "node:fs";
      const { withoutSalt } = await import(${JSON.stringify(module)});
      await withoutSalt(process.cwd(), async () => {
        for (const stack of ["dev", "prod"]) writeFileSync("Pulumi." + stack + ".yaml", process.argv[1]);
        process.kill(process.pid, "SIGKILL");
      });`;
    const args = ["--input-type=module", "--eval", script, after + salt];
    assert.equal(spawnSync(process.execPath, args, { cwd: folder.path }).signal, "SIGKILL");
    assert.equal(readFileSync(folder.at("Pulumi.dev.yaml"), "utf8"), after + salt);
    writeFileSync(folder.at("Pulumi.prod.yaml"), changed + salt);
    tidyUp(folder.path);
    assert.equal(readFileSync(folder.at("Pulumi.dev.yaml"), "utf8"), before);
    assert.equal(readFileSync(folder.at("Pulumi.prod.yaml"), "utf8"), changed);
  });
});

describe("copyForReading", () => {
  it("follows the user's edits", () => {
    using folder = new Folder().write({ "Pulumi.dev.yaml": before });
    const copy = copyForReading(folder.path, "dev");
    assert.equal(copy, folder.at(".state/settings/Pulumi.dev.yaml"));
    assert.equal(readFileSync(copy, "utf8"), before);
    folder.write({ "Pulumi.dev.yaml": changed, ".state/settings/Pulumi.dev.yaml": after + salt });
    assert.equal(readFileSync(copyForReading(folder.path, "organization/swarm/dev"), "utf8"), changed);
  });

  it("is empty for a stack without a file", () => {
    using folder = new Folder();
    assert.equal(readFileSync(copyForReading(folder.path, "new"), "utf8"), "");
  });
});
