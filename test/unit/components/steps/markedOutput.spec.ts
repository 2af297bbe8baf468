import assert from "node:assert/strict";
import { markedOutput } from "../../../../components/steps/markedOutput.ts";
import { handedBack } from "../../../support/fakeHost.ts";
import { run } from "../../../support/run.ts";
import { scriptFile } from "../../../support/scripts.ts";

const hint = "\n  → log in and see what its shell prints and starts: npm run ssh -- NODE";

describe("markedOutput", () => {
  it("reads what a script prints with output of prelude.sh", async () => {
    const prelude = scriptFile("steps/scripts/prelude.sh").pathname;
    const { stdout } = await run("sh", ["-c", `. ${prelude}; output "$1"`, "step", "one two\nthree"]);
    assert.equal(stdout, handedBack("one two\nthree"));
    assert.equal(markedOutput(stdout), "one two\nthree");
  });

  for (const [what, text] of [
    ["in front", `Welcome to Debian\nLast login: today\n${handedBack("node-1 swarm-1")}`],
    ["in front, without a line break", `Welcome${handedBack("node-1 swarm-1")}`],
    ["behind", `${handedBack("node-1 swarm-1")}logout\n`],
    ["on both sides", `Welcome\n${handedBack("node-1 swarm-1")}logout\n`],
  ] as const)
    it(`ignores what the machine prints ${what}`, () => {
      assert.equal(markedOutput(text), "node-1 swarm-1");
    });

  it("may be empty, and keeps trailing line breaks", () => {
    assert.equal(markedOutput(handedBack("")), "");
    assert.equal(markedOutput(handedBack("one\n\n")), "one\n\n");
  });

  it("reads the last output", () => {
    assert.equal(markedOutput(handedBack("first") + handedBack("second")), "second");
  });

  it("blames the machine if there is no output, and quotes what it printed", () => {
    assert.throws(() => markedOutput("This account is currently not available.\n"), {
      message: `the machine did not return the output of the step; it printed "This account is currently not available."${hint}`,
    });
    assert.throws(() => markedOutput(" \n"), {
      message: `the machine did not return the output of the step${hint}`,
    });
  });

  it("refuses output without its end mark", () => {
    assert.throws(() => markedOutput("\nswarm-output-begin\nnode-1 sw"), {
      message: `the machine did not return the output of the step; it printed "swarm-output-begin\\nnode-1 sw"${hint}`,
    });
  });

  it("quotes at most 200 characters, and no join token", () => {
    const token = `SWMTKN-1-${"a".repeat(50)}-${"b".repeat(25)}`;
    for (const text of [
      `To add a worker: docker swarm join --token ${token} 10.0.0.1:2377`,
      `${"x".repeat(180)} ${token}`,
    ])
      assert.throws(
        () => markedOutput(text),
        ({ message }: Error) => message.includes("SWMTKN-…") && !/SWMTKN-1/.test(message),
      );
    assert.throws(() => markedOutput("y".repeat(1000)), {
      message: `the machine did not return the output of the step; it printed "${"y".repeat(200)}"${hint}`,
    });
  });
});
