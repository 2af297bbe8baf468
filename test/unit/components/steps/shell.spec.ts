import assert from "node:assert/strict";
import { existsSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import {
  inlineCommand,
  loginCommand,
  quote,
  type ScriptCall,
  storedCommand,
} from "../../../../components/steps/shell.ts";
import { run } from "../../../support/run.ts";
import { ScriptStore } from "../../../support/scriptStore.ts";

/** A word of a command is any text without the byte that ends one. */
const word = fc
  .oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(..."'\"$`\\*?[]{}()<>|&;#!~=% \t\n\r-aZ0") }),
  )
  .filter((text) => !text.includes("\0"));

describe("quote", () => {
  const examples = {
    plain: "plain",
    "registry:5000/example/api@sha256:0f+a=b,c%_-": "registry:5000/example/api@sha256:0f+a=b,c%_-",
    "": "''",
    "two words": "'two words'",
    "it's": "'it'\\''s'",
    "$(reboot)": "'$(reboot)'",
    "~": "'~'",
    "a\nb": "'a\nb'",
    "*": "'*'",
    // zsh looks up the path of a program, csh a job.
    "=ls": "'=ls'",
    "%1": "'%1'",
    // csh repeats an old command, fish reads an escape.
    "a!b": "'a'\\!'b'",
    "a\\": "'a'\\\\''",
  };
  for (const [text, quoted] of Object.entries(examples)) {
    it(`writes ${JSON.stringify(text)} as ${JSON.stringify(quoted)}`, () => {
      assert.equal(quote(text), quoted);
    });
  }

  it("passes exactly the given arguments to a shell", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 40 }), async (args) => {
        const text = `printf '%s\\0' ${args.map(quote).join(" ")}`;
        const { code, stdout } = await run("sh", ["-c", text]);
        assert.equal(code, 0);
        // Half of a pair of surrogates is no character: on its way out it becomes U+FFFD.
        assert.deepEqual(
          stdout.split("\0").slice(0, -1),
          args.map((text) => Buffer.from(text).toString()),
        );
      }),
      { numRuns: 25 },
    );
  });
});

const call: ScriptCall = {
  name: "swarm-worker-0-join",
  args: ["10.0.0.1", "it's"],
  deadline: 120,
  root: true,
};

describe("storedCommand", () => {
  it("contains the script's id, but nothing of its text", () => {
    assert.equal(
      storedCommand("join-0123456789ab", call),
      "timeout -k 10 120 sh /var/lib/swarm-scripts/run swarm-worker-0-join join-0123456789ab 10.0.0.1 'it'\\''s'",
    );
  });

  it("becomes root with sudo -n if the user is not root", () => {
    assert.equal(
      storedCommand("join-0123456789ab", { ...call, args: [], root: false }),
      "sudo -n timeout -k 10 120 sh /var/lib/swarm-scripts/run swarm-worker-0-join join-0123456789ab",
    );
  });

  it("passes on any arguments and a payload of a megabyte, byte for byte", async () => {
    using scripts = new ScriptStore().store("show-1", `printf '%s\\0' "$@"; cksum\n`);
    const payload = "0123456789abcdef".repeat(65536);
    const sum = (await run("cksum", [], { input: payload })).stdout;
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 5 }), async (args) => {
        const { code, stdout, stderr } = await run(
          "sh",
          ["-c", scripts.command("show-1", { ...call, args })],
          {
            input: payload,
          },
        );
        const shown = args.map((text) => `${Buffer.from(text)}\0`).join("");
        assert.deepEqual([code, stdout, stderr], [0, `${shown}${sum}`, ""]);
      }),
      { numRuns: 25 },
    );
  });

  it("returns the script's exit code and messages", async () => {
    using scripts = new ScriptStore().store("fail-1", "echo done; echo because >&2; exit 3\n");
    const ran = await run("sh", ["-c", scripts.command("fail-1", call)]);
    assert.deepEqual(ran, { code: 3, stdout: "done\n", stderr: "because\n" });
  });

  it("stops a script at its deadline", async () => {
    using scripts = new ScriptStore().store("wait-1", "sleep 60\n");
    const started = performance.now();
    const { code } = await run("sh", ["-c", scripts.command("wait-1", { ...call, deadline: 1 })]);
    assert.equal(code, 124);
    assert.ok(performance.now() - started < 15_000);
  });

  it("fails if the script is missing, and says how to copy it again", async () => {
    using scripts = new ScriptStore().store("join-1", "echo another version\n");
    const { code, stdout, stderr } = await run("sh", [
      "-c",
      scripts.command("join-2", { ...call, args: ["ours"] }),
    ]);
    const host = (await run("hostname", [])).stdout.trim();
    assert.deepEqual(
      [code, stdout, stderr],
      [
        1,
        "",
        `${host}: the script of swarm-worker-0-join is not in ${scripts.path}\n  → copy the scripts again: npm run up -- --replace '**-preflight'\n`,
      ],
    );
  });
});

describe("storedUndo", () => {
  const undo = { ...call, args: ["undo"] };

  it("runs the script of its own version", async () => {
    using scripts = new ScriptStore().store("leave-1", "echo one\n").store("leave-2", "echo two\n");
    const { code, stdout } = await run("sh", ["-c", scripts.undo("leave-1", undo)]);
    assert.deepEqual([code, stdout], [0, "one\n"]);
  });

  it("runs the newest version if a new disk does not have its own", async () => {
    using scripts = new ScriptStore().store("leave-1", "echo one\n").store("leave-2", "echo two\n");
    utimesSync(join(scripts.path, "leave-1"), 1, 1);
    const { code, stdout } = await run("sh", ["-c", scripts.undo("leave-0", undo)]);
    assert.deepEqual([code, stdout], [0, "two\n"]);
  });

  it("does nothing on a machine that has lost its disk", async () => {
    using scripts = new ScriptStore();
    rmSync(scripts.path, { recursive: true });
    const ran = await run("sh", ["-c", scripts.undo("leave-1", undo)]);
    assert.deepEqual(ran, { code: 0, stdout: "", stderr: "" });
  });

  it("removes the scripts after the last undo on the machine", async () => {
    using scripts = new ScriptStore().store("leave-1", "echo left\n").store("leave-2", "exit 1\n");
    assert.equal((await run("sh", ["-c", scripts.undo("leave-2", { ...undo, isLast: true })])).code, 1);
    assert.equal(existsSync(scripts.path), true);
    const { code, stdout } = await run("sh", ["-c", scripts.undo("leave-1", { ...undo, isLast: true })]);
    assert.deepEqual([code, stdout, existsSync(scripts.path)], [0, "left\n", false]);
  });
});

describe("inlineCommand", () => {
  it("reads the script and leaves the payload", async () => {
    const script = `printf 'run ü: %s %s|' "$0" "$*"; cat\n`;
    const text = inlineCommand(Buffer.byteLength(script), call);
    assert.equal(
      text,
      `timeout -k 10 120 sh -c 'eval "$(head -c ${Buffer.byteLength(script)})"' swarm-worker-0-join 10.0.0.1 'it'\\''s'`,
    );
    const { stdout } = await run("sh", ["-c", text], { input: `${script}payload\n` });
    assert.equal(stdout, "run ü: swarm-worker-0-join 10.0.0.1 it's|payload\n");
  });
});

describe("loginCommand", () => {
  it("becomes root and does nothing", () => {
    assert.equal(loginCommand("10.0.0.1:22:ab", true), "true 10.0.0.1:22:ab");
    assert.equal(loginCommand("10.0.0.1:22:ab", false), "sudo -n true 10.0.0.1:22:ab");
  });
});
