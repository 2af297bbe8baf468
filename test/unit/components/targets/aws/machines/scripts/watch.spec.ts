import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { cluster, FakeHost } from "../../../../../../support/fakeHost.ts";

const machine = (files: Readonly<Record<string, string>> = { "systemd/none": "" }) => {
  const host = new FakeHost({ systemctl: ":" });
  for (const [name, content] of Object.entries({
    "scripts/watchNotices-1": 'echo "$@" >>"$(dirname "$0")/ran"\n',
    "units/none": "",
    "program/none": "",
    ...files,
  }))
    host.write(name, content);
  return host;
};

async function watch(host: FakeHost) {
  const changes = {
    "/etc/swarm-requests": host.path("requests"),
    "/usr/local/sbin/swarm-watch": host.path("program/watch"),
    "/etc/systemd/system/swarm-watch.service": host.path("units/swarm-watch.service"),
    "/var/lib/swarm-scripts": host.path("scripts"),
    "/run/swarm-watch.pid": host.path("pid"),
    "/var/log/swarm-watch.log": host.path("log"),
    "-d /run/systemd/system": `-d ${host.path("systemd")}`,
  };
  const args = ["machine-1", "watchNotices-1", "http://169.254.169.254", "swarm", "10.0.0.4", "10.0.0.5"];
  const payload = [
    ["key", "the key\n"],
    ["known-hosts", "10.0.0.4 ssh-ed25519 AAAA\n"],
  ] as const;
  const path = "targets/aws/machines/scripts/watch.sh";
  const { code, stderr, calls } = await host.run(path, args, payload, changes);
  return { code, stderr, calls };
}

const started = [
  "systemctl daemon-reload",
  "systemctl enable --quiet swarm-watch",
  "systemctl restart swarm-watch",
];
const args = (host: FakeHost) =>
  `any ${cluster} "" http://169.254.169.254 ${host.path("requests")} swarm 10.0.0.4 10.0.0.5`;

describe("watch.sh", () => {
  it("starts a service with the script, the key and the managers' host keys, and again each time", async () => {
    using host = machine();
    for (const _ of [1, 2]) assert.deepEqual(await watch(host), { code: 0, stderr: "", calls: started });
    assert.equal(
      host.read("units/swarm-watch.service"),
      `[Unit]
Description=Drains this node before AWS takes its machine back
After=docker.service
[Service]
ExecStart=/bin/sh ${host.path("program/watch")} ${args(host)}
Restart=always
RestartSec=5
[Install]
WantedBy=multi-user.target
`,
    );
    assert.equal(host.read("requests/key"), "the key\n");
    assert.equal(statSync(host.path("requests/key")).mode & 0o777, 0o600);
    assert.equal(host.read("requests/known_hosts"), "10.0.0.4 ssh-ed25519 AAAA\n");
    assert.equal(host.read("program/watch"), host.read("scripts/watchNotices-1"));
    assert.equal(existsSync(host.path("pid")), false);
  });

  it("starts the script by itself where no systemd runs", async () => {
    using host = machine({});
    assert.deepEqual(await watch(host), { code: 0, stderr: "", calls: [] });
    for (let tries = 0; tries < 100 && !existsSync(host.path("program/ran")); tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(host.read("program/ran"), `${args(host).replace('""', "")}\n`);
    assert.match(host.read("pid"), /^\d+\n$/);
  });

  it("leaves only the script running there, under the process id that it records", async () => {
    using host = machine({ "scripts/watchNotices-1": "exec /bin/sleep 30\n" });
    assert.equal((await watch(host)).code, 0);
    const id = Number(host.read("pid"));
    // A shell that waits for it would keep the SSH session open.
    const program = () => readFileSync(`/proc/${id}/comm`, "utf8");
    for (let tries = 0; tries < 40 && program() !== "sleep\n"; tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(program(), "sleep\n");
    process.kill(id);
  });
});
