import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readRows } from "../../../tools/test/faultMatrix.ts";
import { Folder } from "../../support/folder.ts";
import { run } from "../../support/run.ts";

const module = pathToFileURL(join(import.meta.dirname, "../../support/faults.ts")).href;
const spec = `import { fault } from ${JSON.stringify(module)};
const pause = (time) => new Promise((done) => setTimeout(done, time));
describe("machines", () => {
  fault("a machine is killed", "it comes back", 5, async (run) => {
    await pause(200);
    run.begin();
    run.saw("the same id");
    run.end();
    await pause(200);
    run.saw("no change");
  });
  fault("the moon falls", "nothing", 5, async () => { throw new Error("it fell\\nand fell"); });
  fault("a snail races", "it wins", 0, async () => pause(20));
});
`;

describe("fault", () => {
  it("defines a test that records what it saw, how long it took, and whether that was in time", async () => {
    using folder = new Folder();
    folder.write({ "machines.spec.mjs": spec });
    const env = { ...process.env, SWARM_FAULT_ROWS: folder.at("rows") };
    const args = ["node_modules/mocha/bin/mocha.js", "--exit", "--no-color", folder.at("machines.spec.mjs")];
    const { code, stdout } = await run(process.execPath, args, { env });
    assert.equal(code, 2, stdout);
    assert.match(stdout, /✔ a machine is killed → it comes back, within 5 s/);
    const rows = readRows(folder.at("rows"));
    assert.deepEqual(
      rows.map(({ group, fault: diagnostic, bound, passed }) => [group, diagnostic, bound, passed]),
      [
        ["machines", "a machine is killed", 5, true],
        ["machines", "the moon falls", 5, false],
        ["machines", "a snail races", 0, false],
      ],
    );
    const [killed, moon, snail] = rows;
    assert.equal(killed?.seen, "the same id; no change");
    assert.ok(Number(killed?.seconds) < 0.15, `${killed?.seconds} s`);
    assert.equal(moon?.seen, "it fell");
    assert.match(String(snail?.seen), /^took 0\.\d s, not 0 s at most$/);
  });
});
