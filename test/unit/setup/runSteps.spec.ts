import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { writeAtomically } from "../../../setup/atomicWrite.ts";
import { runSteps } from "../../../setup/runSteps.ts";
import type { Step, Work } from "../../../setup/step.ts";
import { callTool } from "../../../setup/toolCall.ts";
import { Folder } from "../../support/folder.ts";

/** A step whose tool is a file of that name. */
function fileStep(folder: Folder, name: string, obtain: (work: Work) => Promise<void>): Step {
  return {
    name,
    why: `${name} is needed`,
    async find() {
      if (!existsSync(folder.at(name))) return undefined;
      return { where: folder.at(name), origin: "built here", version: async () => "1.0" };
    },
    obtain,
  };
}

function making(folder: Folder, name: string, ...more: string[]): Step {
  return fileStep(folder, name, async () => {
    folder.write(Object.fromEntries([name, ...more].map((each) => [each, ""])));
  });
}

/** What the set-up prints where there is no terminal, without the seconds. */
async function outputOf(steps: readonly Step[], signal = new AbortController().signal): Promise<string> {
  let text = "";
  const stream = { write: (more: string) => (text += more) };
  await runSteps(steps, { signal, stream });
  return text.replace(/after \d+ s/g, "after N s");
}

describe("runSteps", () => {
  it("runs the missing steps in order, and reports them", async () => {
    using folder = new Folder().write({ second: "" });
    const steps = ["first", "second", "third"].map((name) => making(folder, name));
    assert.equal(
      await outputOf(steps),
      [
        "[1/2] first (first is needed) …",
        "[1/2] first (first is needed): done after N s",
        "[2/2] third (third is needed) …",
        "[2/2] third (third is needed): done after N s",
        "",
      ].join("\n"),
    );
    assert.deepEqual(readdirSync(folder.path).sort(), ["first", "second", "third"]);
  });

  it("prints nothing if nothing is missing", async () => {
    using folder = new Folder().write({ first: "", second: "" });
    assert.equal(await outputOf([making(folder, "first"), making(folder, "second")]), "");
  });

  it("skips what an earlier step has installed", async () => {
    using folder = new Folder();
    const never = fileStep(folder, "second", () => Promise.reject(new Error("not to be called")));
    assert.equal(
      await outputOf([making(folder, "first", "second"), never]),
      "[1/2] first (first is needed) …\n[1/2] first (first is needed): done after N s\n[2/2] second: there already\n",
    );
  });

  it("reports a failure with step, command, last 20 lines and hint, and stops", async () => {
    using folder = new Folder();
    const script = "for i in $(seq 1 25); do echo line $i; done; exit 3";
    const failing = fileStep(folder, "first", async (work) => {
      await callTool(work, "sh", ["-c", script]);
    });
    const lines = Array.from({ length: 20 }, (_, index) => `  | line ${index + 6}`);
    await assert.rejects(outputOf([failing, making(folder, "second")]), {
      message: [
        "first could not be set up",
        `sh -c ${script}`,
        "ended with 3",
        ...lines,
        "  → fix this, then run the same command again: it keeps what is done so far",
      ].join("\n"),
    });
    assert.deepEqual(readdirSync(folder.path), []);
  });

  it("reports a missing program", async () => {
    using folder = new Folder();
    const failing = fileStep(folder, "first", async (work) => {
      await callTool(work, "no-such-program", ["word"]);
    });
    await assert.rejects(outputOf([failing]), {
      message:
        "first could not be set up\nno-such-program word\nspawn no-such-program ENOENT\n" +
        "  → fix this, then run the same command again: it keeps what is done so far",
    });
  });

  it("fails if a step leaves its tool missing", async () => {
    using folder = new Folder();
    await assert.rejects(outputOf([fileStep(folder, "first", async () => undefined)]), {
      message: "first could not be set up: it is still not found afterwards",
    });
  });

  it("leaves no child and no unfinished file if interrupted, and resumes in the next run", async () => {
    using folder = new Folder();
    const abort = new AbortController();
    const script = 'echo half >"$2"; sleep 60 & echo $$ $! >"$1"; wait';
    const slow = fileStep(folder, "second", (work) =>
      writeAtomically(folder.at("second"), async (draft) => {
        await callTool(work, "sh", ["-c", script, "sh", folder.at("pids"), draft]);
      }),
    );
    const run = outputOf([making(folder, "first"), slow], abort.signal);
    while (!existsSync(folder.at("pids"))) await sleep(10);
    await sleep(50);
    abort.abort(new Error("interrupted by the user"));
    await assert.rejects(run, { message: "interrupted by the user" });
    assert.deepEqual(readdirSync(folder.path).sort(), ["first", "pids"]);
    const pids = readFileSync(folder.at("pids"), "utf8").trim().split(" ");
    while (pids.some(isRunning)) await sleep(20);
    assert.equal(
      await outputOf([making(folder, "first"), making(folder, "second")]),
      "[1/1] second (second is needed) …\n[1/1] second (second is needed): done after N s\n",
    );
  });
});

function isRunning(pid: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat[stat.lastIndexOf(")") + 2] !== "Z";
  } catch {
    return false;
  }
}
