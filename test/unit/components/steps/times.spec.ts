import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deadlines, trafficWaits, waits, waitsOf } from "../../../../components/steps/times.ts";

const components = join(import.meta.dirname, "../../../../components");
const files = globSync("**/*.{sh,ts}", { cwd: components }).map(
  (file) => [file, readFileSync(join(components, file), "utf8")] as const,
);
const scripts = files.filter(([file]) => file.endsWith(".sh"));

describe("times", () => {
  it("assign to a script the waits that it reads, and no others", () => {
    assert.equal(
      waitsOf('until_true "$tasks_stop_seconds" idle; end=$((now + node_ready_seconds)); alone x'),
      "node_ready_seconds=60\ntasks_stop_seconds=90\n",
    );
  });

  it("refuse an unknown wait", () => {
    assert.throws(() => waitsOf("sleep $tea_brews_seconds"), {
      message: "no wait is called teaBrews\n  → add it to steps/times.ts",
    });
  });

  it("are all read by a script", () => {
    const all = scripts.map(([, text]) => waitsOf(text)).join("");
    const unread = Object.keys(waits).filter(
      (name) => !all.includes(`${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_seconds=`),
    );
    assert.deepEqual(unread, []);
  });

  it("are nowhere else: no script waits a number of seconds of its own, apart from the first boot", () => {
    const own = scripts
      .filter(([file]) => !file.endsWith("/boot.sh"))
      .flatMap(([file, text]) =>
        [...text.matchAll(/(?:until_true|alone [\w$"-]+|flock -w) "?(\d+)/g)].map(
          ([call]) => `${file}: ${call}`,
        ),
      );
    assert.deepEqual(own, []);
  });

  const ownTime =
    /\b(?:deadline|timeout): [\d(].*|\bconst (?:deadline|timeout) = \d.*|\b(?:deadline|timeout|limit|pause|time)s = \{.*\d.*|\bAbortSignal\.timeout\(\d.*/g;

  it("are nowhere else: no step has a deadline of its own", () => {
    const own = files
      .filter(([file]) => file.endsWith(".ts") && file !== "steps/times.ts")
      .flatMap(([file, text]) => [...text.matchAll(ownTime)].map(([line]) => `${file}: ${line}`));
    assert.deepEqual(own, []);
  });

  it("leave a step time for what its script waits for", () => {
    assert.ok(
      deadlines.drain > waits.otherDrains + waits.tasksUnassigned + waits.tasksStop + waits.tasksMove,
    );
    assert.ok(deadlines.managerReady > waits.managersBack + waits.tasksBack);
    assert.ok(deadlines.pull > waits.pullLock);
    assert.ok(deadlines.firstBoot > waits.firstBoot);
    assert.equal(trafficWaits.leave, deadlines.drain);
  });
});
