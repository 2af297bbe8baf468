import assert from "node:assert/strict";
import { FakeHost } from "../../../../support/fakeHost.ts";

/**
 * An engine with `$HOST/state`; its swarm's managers are in `$HOST/managers`, after as many looks as there are in
 * `$HOST/wait`; `believed`, `running` and `services` are about its tasks.
 */
const docker = `case "$*" in
  version) ;;
  "info --format {{.Swarm.LocalNodeState}}") cat "$HOST/state" ;;
  "node ls --filter role=manager --format {{.Hostname}} {{.Status}} {{.ManagerStatus}}")
    echo look >>"$HOST/looks"
    [ "$(wc -l <"$HOST/looks")" -gt "$(cat "$HOST/wait")" ] || { echo "The swarm does not have a leader." >&2; exit 1; }
    cat "$HOST/managers" ;;
  "node ps self --filter desired-state=running --format {{.CurrentState}}") cat "$HOST/believed" ;;
  "ps --quiet --filter label=com.docker.swarm.task") cat "$HOST/running" ;;
  "service ls --format {{.Replicas}}") cat "$HOST/services" ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

/** Every look at the clock takes a minute. */
const date = 'echo minute >>"$HOST/minutes"; echo $(($(wc -l <"$HOST/minutes") * 60))';

const state = "docker info --format {{.Swarm.LocalNodeState}}";
const managers = "docker node ls --filter role=manager --format {{.Hostname}} {{.Status}} {{.ManagerStatus}}";
const clock = "date +%s";
const believed = "docker node ps self --filter desired-state=running --format {{.CurrentState}}";
const running = "docker ps --quiet --filter label=com.docker.swarm.task";
const services = "docker service ls --format {{.Replicas}}";
const settled = [believed, running, services];

function manager(swarmState: string, list = "", wait = 0): FakeHost {
  return new FakeHost({ docker, date })
    .write("state", `${swarmState}\n`)
    .write("managers", list)
    .write("wait", String(wait))
    .write("looks", "")
    .write("believed", "Running 3 minutes ago\nPreparing 2 seconds ago\n")
    .write("running", "c0\n")
    .write("services", "2/2\n0/1 (1/1 completed)\n");
}

const one = (host: FakeHost) => host.run("machines/scripts/managerReady.sh", ["i-1", "t3.small"]);
const failure = (problem: string, hint: string) => `this-host: ${problem}\n  → ${hint}\n`;
const waits = "this-host: waits until all managers are back\n";
const whole = "manager-0 Ready Leader\nmanager-1 Ready Reachable\nmanager-2 Ready Reachable\n";

describe("managerReady.sh", () => {
  it("does not wait on a machine that is in no swarm", async () => {
    using host = manager("inactive");
    assert.deepEqual(await one(host), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: ["docker version", state],
    });
  });

  it("returns at once if every manager is reachable", async () => {
    using host = manager("active", whole);
    assert.deepEqual(await one(host), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: ["docker version", state, clock, state, managers, ...settled],
    });
  });

  it("waits until the swarm has a leader again, and says so once", async () => {
    using host = manager("active", whole, 2);
    const { code, stderr, calls } = await one(host);
    assert.deepEqual([code, stderr], [0, waits]);
    assert.deepEqual(calls.slice(2), [
      ...[clock, state, managers],
      ...[clock, state, managers],
      ...[clock, state, managers],
      ...settled,
    ]);
  });

  it("continues without tasks that do not come back, with a warning", async () => {
    const says = "this-host: not all services have their tasks after 90 s; goes on all the same\n";
    using old = manager("active", whole).write("running", "");
    const unknown = await one(old);
    assert.deepEqual([unknown.code, unknown.stderr], [0, says]);
    assert.ok(!unknown.calls.includes(services));
    using short = manager("active", whole).write("services", "2/2\n1/2\n");
    const missing = await one(short);
    assert.deepEqual([missing.code, missing.stderr], [0, says]);
  });

  it("waits until the machine is back in its swarm", async () => {
    using host = manager("pending");
    const { code, stderr } = await one(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      waits +
        failure(
          "this manager's swarm is pending after 300 seconds",
          "look at its log on this machine: journalctl -u docker",
        ),
    );
  });

  for (const status of ["Down Unreachable", "Ready Unreachable", "Down Reachable", "Unknown Unreachable"])
    it(`fails with a hint if a manager stays ${status}`, async () => {
      using host = manager(
        "active",
        `manager-0 Ready Leader\nmanager-1 Ready Reachable\nmanager-2 ${status}\n`,
      );
      const { code, stderr } = await one(host);
      assert.equal(code, 1);
      assert.equal(
        stderr,
        waits +
          failure(
            "managers are missing after 300 seconds: manager-2",
            "start them, or replace them before any other: npm run up -- --target '**::manager-2*'",
          ),
      );
    });

  it("names all missing managers", async () => {
    using host = manager("active", "manager-0 Ready Leader\nmanager-1 Down \nmanager-2 Down Unreachable\n");
    const { stderr } = await one(host);
    assert.match(stderr, /: manager-1, manager-2\n/);
    assert.match(stderr, /npm run up -- --target '\*\*::manager-1\*' --target '\*\*::manager-2\*'\n$/);
  });

  it("fails if the swarm stays without a leader", async () => {
    using host = manager("active", "", 1000);
    const { code, stderr } = await one(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      waits +
        failure(
          "the swarm has no leader after 300 seconds",
          "start the other managers, then run pulumi up again",
        ),
    );
  });

  it("refuses a locked swarm", async () => {
    using host = manager("locked");
    const { code, stderr, calls } = await one(host);
    assert.equal(code, 1);
    assert.equal(stderr, failure("the swarm on this manager is locked", "unlock it: docker swarm unlock"));
    assert.deepEqual(calls, ["docker version", state]);
  });
});
