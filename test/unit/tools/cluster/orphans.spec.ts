import assert from "node:assert/strict";
import { orphansIn } from "../../../../tools/cluster/orphans.ts";

describe("orphansIn", () => {
  it("are plugins and language hosts whose parent is gone", () => {
    const list = `    1     0 /sbin/init
 1931     1 /root/.pulumi/versions/3.259.0/bin/pulumi-language-nodejs-built -typescript=false 127.0.0.1:38123
 2036     1 /home/ann/.pulumi/plugins/resource-docker-build-v0.0.22/pulumi-resource-docker-build 127.0.0.1:38124
 2037     1 pulumi-resource-aws 127.0.0.1:38125
`;
    assert.deepEqual(orphansIn(list), [
      { pid: 1931, program: "pulumi-language-nodejs-built", port: 38123 },
      { pid: 2036, program: "pulumi-resource-docker-build", port: 38124 },
      { pid: 2037, program: "pulumi-resource-aws", port: 38125 },
    ]);
  });

  it("are neither those of a Pulumi that lives nor anything else", () => {
    const list = `20559 20525 /root/.pulumi/versions/3.259.0/bin/pulumi-language-nodejs -typescript=false 127.0.0.1:45795
20600     1 /usr/bin/pulumi up --yes
20601     1 vi pulumi-resource-docker 127.0.0.1:1
20602     1 /usr/bin/docker-proxy -host-ip 127.0.0.1:80
20603    11 /plugins/pulumi-resource-docker 127.0.0.1:45795
20604     1 /plugins/pulumi-resource-docker 10.0.0.1:45795
`;
    assert.deepEqual(orphansIn(list), []);
  });
});
