import assert from "node:assert/strict";
import fc from "fast-check";
import { quote, type ScriptCall, scriptCommand } from "../../../../components/steps/shell.ts";
import { run } from "../../../support/run.ts";

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

  it("gives a shell back exactly the words it was given", async () => {
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
  bytes: { before: 0, script: 20, after: 0 },
  args: ["10.0.0.1", "it's"],
  deadline: 120,
  root: true,
};

describe("scriptCommand", () => {
  it("reads the script, and leaves the payload", () => {
    assert.equal(
      scriptCommand(call),
      `timeout -k 10 120 sh -c 'eval "$(head -c 20)"' swarm-worker-0-join 10.0.0.1 'it'\\''s'`,
    );
  });

  it("skips the script of the inverse behind its own", () => {
    assert.equal(
      scriptCommand({ ...call, bytes: { before: 0, script: 20, after: 7 }, args: [] }),
      `timeout -k 10 120 sh -c 'eval "$(head -c 20; head -c 7 >/dev/null)"' swarm-worker-0-join`,
    );
  });

  it("skips what lies before the script of the inverse", () => {
    assert.equal(
      scriptCommand({ ...call, bytes: { before: 20, script: 7, after: 0 }, args: [], deadline: 300 }),
      `timeout -k 10 300 sh -c 'eval "$(head -c 20 >/dev/null; head -c 7)"' swarm-worker-0-join`,
    );
  });

  it("becomes root without a question where the user is somebody else", () => {
    assert.equal(
      scriptCommand({ ...call, args: [], root: false }),
      `sudo -n timeout -k 10 120 sh -c 'eval "$(head -c 20)"' swarm-worker-0-join`,
    );
  });

  const show = (verb: string) => `printf '${verb}: %s %s|' "$0" "$*"; cat\n`;
  const [run1, undo1] = [show("run ü"), show("undo")];
  const [runSize, undoSize] = [Buffer.byteLength(run1), Buffer.byteLength(undo1)];
  const forRun = { before: 0, script: runSize, after: undoSize };
  const forUndo = { before: runSize, script: undoSize, after: 0 };

  it("gives run and undo their own script and exactly the payload", async () => {
    const payloads = fc.string({ unit: "grapheme", maxLength: 3000 });
    await fc.assert(
      fc.asyncProperty(payloads, fc.array(word, { maxLength: 5 }), async (payload, args) => {
        for (const [verb, bytes] of [["run ü", forRun] as const, ["undo", forUndo] as const]) {
          const text = scriptCommand({ ...call, args, bytes });
          const { code, stdout, stderr } = await run("sh", ["-c", text], { input: run1 + undo1 + payload });
          const shown = args.map((text) => Buffer.from(text).toString()).join(" ");
          assert.deepEqual(
            [code, stdout, stderr],
            [0, `${verb}: swarm-worker-0-join ${shown}|${payload}`, ""],
          );
        }
      }),
      { numRuns: 10 },
    );
  });

  it("passes a payload of a megabyte on, byte for byte", async () => {
    const script = "cksum\n";
    const payload = "0123456789abcdef".repeat(65536);
    const bytes = { before: 0, script: script.length, after: 0 };
    const ran = await run("sh", ["-c", scriptCommand({ ...call, args: [], bytes })], {
      input: script + payload,
    });
    assert.equal(ran.stdout, (await run("cksum", [], { input: payload })).stdout);
  });

  it("ends with the script's own code and messages", async () => {
    const script = "echo done; echo because >&2; exit 3\n";
    const bytes = { before: 0, script: script.length, after: 0 };
    const ran = await run("sh", ["-c", scriptCommand({ ...call, args: [], bytes })], { input: script });
    assert.deepEqual(ran, { code: 3, stdout: "done\n", stderr: "because\n" });
  });

  it("ends a script that takes longer than its deadline", async () => {
    const script = "sleep 60\n";
    const bytes = { before: 0, script: script.length, after: 0 };
    const text = scriptCommand({ ...call, args: [], bytes, deadline: 1 });
    const started = performance.now();
    const { code } = await run("sh", ["-c", text], { input: script });
    assert.equal(code, 124);
    assert.ok(performance.now() - started < 15_000);
  });
});
