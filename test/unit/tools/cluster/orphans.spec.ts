import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { endOrphans, engineClients } from "../../../../tools/cluster/orphans.ts";
import { Folder } from "../../../support/folder.ts";

describe("engineClients", () => {
  it("finds plugins and language hosts", () => {
    const list = `    1     0 /sbin/init
 1931 /root/.pulumi/versions/3.259.0/bin/pulumi-language-nodejs-built -typescript=false 127.0.0.1:38123
 2036 /home/ann/.pulumi/plugins/resource-docker-build-v0.0.22/pulumi-resource-docker-build 127.0.0.1:38124
 2037 pulumi-resource-aws 127.0.0.1:38125
`;
    assert.deepEqual(engineClients(list), [
      { pid: 1931, program: "pulumi-language-nodejs-built", port: 38123 },
      { pid: 2036, program: "pulumi-resource-docker-build", port: 38124 },
      { pid: 2037, program: "pulumi-resource-aws", port: 38125 },
    ]);
  });

  it("finds programs", () => {
    const args = "--organization organization --project swarm --stack dev --pwd /home/ann/swarm ./index.ts";
    const list = ` 7828 /home/ann/swarm/node_modules/node/bin/node /home/ann/swarm/node_modules/@pulumi/pulumi/cmd/run/index.js --monitor 127.0.0.1:43523 --engine 127.0.0.1:33239 --sync /tmp/pulumi-node-pipes1 ${args}
`;
    assert.deepEqual(engineClients(list), [{ pid: 7828, program: "pulumi/pulumi", port: 33239 }]);
  });

  it("finds nothing else", () => {
    const list = `20559 pulumi up 127.0.0.1:45795
20600 /usr/bin/pulumi up --yes
20601 vi pulumi-resource-docker 127.0.0.1:1
20602 /usr/bin/docker-proxy -host-ip 127.0.0.1:80
20604 /plugins/pulumi-resource-docker 10.0.0.1:45795
`;
    assert.deepEqual(engineClients(list), []);
  });
});

describe("endOrphans", () => {
  it("ends processes whose engine is gone, in this project's folder only", async () => {
    using folder = new Folder().write({ "ours/none": "", "theirs/none": "" });
    // Nothing listens on port 9 of the loopback address.
    const [ours, theirs] = ["ours", "theirs"].map((name) =>
      spawn("sh", ["-c", "sleep 60; :", "127.0.0.1:9"], {
        cwd: folder.at(name),
        argv0: "pulumi-resource-test",
        stdio: "ignore",
        detached: true,
      }),
    );
    assert.ok(ours?.pid && theirs?.pid);
    try {
      const ended = new Promise((resolve) => ours.once("exit", (_code, signal) => resolve(signal)));
      assert.deepEqual(await endOrphans(folder.at("ours")), [
        { pid: ours.pid, program: "pulumi-resource-test", port: 9 },
      ]);
      assert.equal(await ended, "SIGTERM");
      assert.equal(theirs.exitCode ?? theirs.signalCode, null);
    } finally {
      for (const { pid = 0 } of [ours, theirs]) {
        try {
          process.kill(-pid, "SIGKILL");
        } catch {
          // It has ended.
        }
      }
    }
  });
});
