import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { FakeHost } from "../../../../../../support/fakeHost.ts";

/**
 * A balancer whose servers are lines of `$HOST/servers`: PORT SERVER ADDRESS STATE DOOR, in HAProxy's numbers.
 * A line of `$HOST/later` takes the place of the server of its name at the third look.
 */
const perl = `
read -r command
case $command in
  "show servers state")
    echo >>"$HOST/looks"
    if [ "$(grep -c . "$HOST/later")" -gt 0 ] && [ "$(wc -l <"$HOST/looks")" -eq 3 ]; then
      while read -r port name rest; do sed -i "s/^$port $name .*/$port $name $rest/" "$HOST/servers"; done <"$HOST/later"
    fi
    echo 1
    echo "# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight"
    while read -r port name address state door; do echo "2 $port 1 $name $address $state $door 1"; done <"$HOST/servers"
    echo ;;
  "show stat") cat "$HOST/stat" ;;
  "set server "*)
    echo "$command" >>"$HOST/said"
    set -- $command
    case $5 in drain) door=8 ;; *) door=0 ;; esac
    sed -i "s|^\${3%/*} \${3#*/} \\(.*\\) .*|\${3%/*} \${3#*/} \\1 $door|" "$HOST/servers" ;;
esac`;

/** The machine is known by its name for two more looks. */
const getent = `echo "$2" >>"$HOST/named"; [ "$(wc -l <"$HOST/named")" -le 2 ]`;

/** A clock that goes on by so many seconds at each look. */
const clock = (seconds: number) => `echo >>"$HOST/ticks"; echo $(($(wc -l <"$HOST/ticks") * ${seconds}))`;

interface Balancer {
  readonly servers: readonly string[];
  readonly later?: readonly string[];
  readonly busy?: number;
  readonly seconds?: number;
}

function balancer({ servers, later = [], busy = 0, seconds = 5 }: Balancer): FakeHost {
  const host = new FakeHost({ perl, getent, date: clock(seconds) });
  const lines = (all: readonly string[]) => all.map((line) => `${line}\n`).join("");
  host.write("servers", lines(servers)).write("later", lines(later));
  for (const name of ["said", "looks", "ticks"]) host.write(name, "");
  return host.write("stat", `# pxname,svname,qcur,qmax,scur\nport-80,machine1,0,0,${busy}\n`);
}

const said = (host: FakeHost) => host.read("said").split("\n").filter(Boolean);

async function ask(host: FakeHost, verb: "open" | "close"): Promise<void> {
  const args = [verb, "10.0.0.1", "0123456789abcdef0123456789abcdef", "120", "5", "15", "1200"];
  const { code, stderr } = await host.run("targets/local/entryPoint/balancerImage/traffic.sh", args);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
}

async function traffic(verb: "open" | "close", state: Balancer): Promise<string[]> {
  using host = balancer(state);
  await ask(host, verb);
  return said(host).filter((line) => line.endsWith(" drain") || verb === "open");
}

const drained = "set server port-80/machine1 state drain";
const opened = "set server port-80/machine1 state ready";

describe("traffic.sh", () => {
  it("closes ports that others serve too, and ports that the node does not serve yet", async () => {
    const servers = [
      "port-80 machine1 10.0.0.1 2 0",
      "port-80 machine2 10.0.0.2 2 0",
      "port-81 machine1 10.0.0.1 2 0",
      "port-81 machine2 10.0.0.2 0 0",
      "port-82 machine1 10.0.0.1 0 0",
      "port-82 machine2 10.0.0.2 2 0",
      "port-82 machine3 - 0 32",
    ];
    assert.deepEqual(await traffic("close", { servers }), [
      drained,
      "set server port-82/machine1 state drain",
    ]);
  });

  it("closes the last one once the previous node's task answers elsewhere", async () => {
    const servers = [
      "port-80 machine1 10.0.0.1 2 0",
      "port-80 machine2 10.0.0.2 2 8",
      "port-80 machine3 10.0.0.3 0 0",
      "port-81 machine1 10.0.0.1 0 8",
    ];
    const later = ["port-80 machine3 10.0.0.3 2 0"];
    assert.deepEqual(await traffic("close", { servers, later, seconds: 0 }), [
      "set server port-81/machine1 state drain",
      drained,
    ]);
  });

  it("keeps the last one open if no other node answers", async () => {
    const servers = ["port-80 machine1 10.0.0.1 2 0", "port-80 machine2 10.0.0.2 2 8"];
    assert.deepEqual(await traffic("close", { servers }), []);
  });

  it("takes a lock first, because two nodes could rely on each other", async () => {
    using host = balancer({ servers: ["port-80 machine1 10.0.0.1 2 0", "port-80 machine2 10.0.0.2 2 0"] });
    host.replace("flock", ":");
    const args = ["close", "10.0.0.1", "0123456789abcdef0123456789abcdef", "120", "5", "15", "1200"];
    const { calls } = await host.run("targets/local/entryPoint/balancerImage/traffic.sh", args);
    const named = calls.map((call) => call.split(" ")[0]).filter((name) => name !== "date");
    assert.deepEqual([calls.find((call) => call.startsWith("flock")), named[0]], ["flock -w 120 9", "flock"]);
  });

  it("waits for open requests, but not forever", async () => {
    const servers = ["port-80 machine1 10.0.0.1 2 0", "port-80 machine2 10.0.0.2 2 0"];
    assert.deepEqual(await traffic("close", { servers, busy: 1 }), [drained]);
  });

  it("reopens once the machine is gone, unless a later run has opened or closed it", async () => {
    const servers = ["port-80 machine1 10.0.0.1 2 0", "port-80 machine2 10.0.0.2 2 0"];
    using gone = balancer({ servers });
    await ask(gone, "close");
    for (let tries = 0; tries < 100 && said(gone).length < 2; tries++) await sleep(50);
    assert.deepEqual(said(gone), [drained, opened]);
    assert.deepEqual(gone.read("named").split("\n"), ["0123456789ab", "0123456789ab", "0123456789ab", ""]);
    using kept = balancer({ servers });
    await ask(kept, "close");
    await ask(kept, "open");
    await sleep(500);
    assert.deepEqual(said(kept), [drained, opened]);
  });

  it("changes nothing if the load balancer does not know the node", async () => {
    assert.deepEqual(await traffic("close", { servers: ["port-80 machine2 10.0.0.2 2 0"] }), []);
  });

  it("opens closed ports of its own node only", async () => {
    const servers = [
      "port-80 machine1 10.0.0.1 2 8",
      "port-80 machine2 10.0.0.2 2 8",
      "port-81 machine1 10.0.0.1 2 0",
      "port-82 machine1 10.0.0.1 0 8",
    ];
    assert.deepEqual(await traffic("open", { servers }), [
      "set server port-80/machine1 state ready",
      "set server port-82/machine1 state ready",
    ]);
  });
});
