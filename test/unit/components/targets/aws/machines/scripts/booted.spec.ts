import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { FakeHost } from "../../../../../../support/fakeHost.ts";

/** An engine that answers once the file `engine` is there, and a clock that brings the boot one step on. */
const commands = {
  docker: '[ -f "$HOST/engine" ]',
  sleep: `number=$(($(cat "$HOST/looks") + 1))
echo "$number" >"$HOST/looks"
[ ! -f "$HOST/steps/$number" ] || . "$HOST/steps/$number"`,
};

/** @param steps shell text that happens after so many looks */
function machine(steps: Readonly<Record<number, string>> = {}): FakeHost {
  const host = new FakeHost(commands).write("looks", "0\n").write("state/none", "");
  for (const [number, text] of Object.entries(steps)) {
    host.write(`steps/${number}`, `log() { echo "$*" >>"$HOST/log"; }\n${text}\n`);
  }
  return host;
}

const booted = async (host: FakeHost) => {
  const changes = {
    "/var/log/swarm-boot.log": host.path("log"),
    "/var/log/cloud-init-output.log": host.path("output"),
    "/var/lib/swarm": host.path("state"),
    "/var/lib/cloud/instance/scripts/runcmd": host.path("runcmd"),
    "seconds=600": "seconds=4",
  };
  const { code, stdout, stderr } = await host.run(
    "targets/aws/machines/scripts/booted.sh",
    ["machine-1"],
    undefined,
    changes,
  );
  const output = "/var/log/cloud-init-output.log";
  return { code, stdout, stderr: stderr.replaceAll(host.path("output"), output) };
};

describe("booted.sh", () => {
  it("does not wait on a machine that has booted", async () => {
    using host = machine().write("state/booted", "").write("engine", "").write("log", "an old line\n");
    assert.deepEqual(await booted(host), { code: 0, stdout: "", stderr: "" });
    assert.equal(host.read("looks"), "0\n");
  });

  it("shows each log line of the first boot once, even if that starts later", async () => {
    using host = machine({
      2: 'log "first boot of web-0"; log "reads the package lists"',
      4: 'log "ready: Docker Engine 29.8.2"; touch "$HOST/state/booted" "$HOST/engine"',
    });
    assert.deepEqual(await booted(host), {
      code: 0,
      stdout: "",
      stderr: `this-host: first boot of web-0
this-host: reads the package lists
this-host: ready: Docker Engine 29.8.2
`,
    });
  });

  it("waits for the engine of a machine that restarts", async () => {
    using host = machine({ 3: 'touch "$HOST/engine"' }).write("state/booted", "");
    assert.deepEqual(await booted(host), { code: 0, stdout: "", stderr: "" });
    assert.equal(host.read("looks"), "3\n");
  });

  it("fails with the error of the first boot", async () => {
    using host = machine({
      1: 'log "first boot of web-0"',
      2: 'log "failed: no disk"; printf "%s\\n  → %s\\n" "no disk: not there" "attach it, then go on" >"$HOST/state/failed"',
    });
    assert.deepEqual(await booted(host), {
      code: 1,
      stdout: "",
      stderr: `this-host: first boot of web-0
this-host: failed: no disk
this-host: the first boot failed: no disk: not there
  → attach it, then go on
`,
    });
  });

  it("retries a boot that failed before", async () => {
    using host = machine()
      .write("state/failed", "no disk\n  → attach it\n")
      .write("log", "first boot of web-0\nfailed: no disk\n");
    host.write(
      "runcmd",
      `cd '${host.path("")}'
[ ! -f state/failed ] || exit 9
echo "ready: Docker Engine 29.8.2" >>log
touch engine state/booted`,
    );
    const { code, stderr } = await booted(host);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^this-host: the first boot failed; it runs again\n/);
    assert.doesNotMatch(stderr, /first boot of web-0|no disk/);
    assert.equal(existsSync(host.path("state/failed")), false);
  });

  it("gives up at its timeout, with the last log line", async () => {
    using host = machine({ 1: 'log "first boot of web-0"; log "reads the package lists"' });
    assert.deepEqual(await booted(host), {
      code: 1,
      stdout: "",
      stderr: `this-host: first boot of web-0
this-host: reads the package lists
this-host: the first boot is not done after 4 seconds; its last line: reads the package lists
  → look at /var/log/cloud-init-output.log on this machine; if it still works, run pulumi up again
`,
    });
    assert.equal(host.read("looks"), "7\n");
  });

  it("gives up even if no boot began", async () => {
    using host = machine();
    const { code, stderr } = await booted(host);
    assert.equal(code, 1);
    assert.match(stderr, /not done after 4 seconds; its last line: \n/);
  });
});
