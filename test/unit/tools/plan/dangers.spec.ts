import assert from "node:assert/strict";
import { dangersIn } from "../../../../tools/plan/dangers.ts";
import type { Change } from "../../../../tools/plan/enginePreview.ts";

const change = (op: Change["op"], types: string, name: string, more: Partial<Change> = {}): Change => {
  const [type = "", owner = ""] = types.split("$").reverse();
  return { op, type, owner, name, before: {}, after: {}, reasons: [], ...more };
};

const tagged = { before: { tags: { "swarm.node": "manager-1" } } };

const dangerous: readonly (readonly [change: Change, sentence: RegExp])[] = [
  [change("delete", "swarm:index:ClusterKeys$pulumi:index:Stash", "keys"), /secret that all keys/],
  [change("replace", "swarm:index:ClusterKeys$pulumi:index:Stash", "keys"), /secret that all keys/],
  [change("delete", "swarm:index:SwarmCluster", "swarm"), /^The swarm goes/],
  [
    change("replace", "swarm:index:SwarmCluster$command:remote:Command", "swarm-bootstrap"),
    /^The swarm goes/,
  ],
  [
    change("delete", "swarm:index:SwarmCluster$swarm:index:SwarmNode", "manager-2"),
    /^The manager manager-2 leaves/,
  ],
  [
    change("delete", "swarm:index:ContainerMachines$command:local:Command", "swarm-dev-manager-0-volume"),
    /^The volume of swarm-dev-manager-0 is deleted/,
  ],
  [
    change("replace", "aws:ebs/volume:Volume", "manager-1-data", tagged),
    /^The data volume of manager-1 is replaced/,
  ],
  [
    change("delete", "swarm:index:ContainerRegistry$command:local:Command", "swarm-dev-registry-volume"),
    /^The registry's volume is deleted/,
  ],
  [change("delete", "aws:ecr/repository:Repository", "shop/api"), /^The repository shop\/api is deleted/],
  [change("delete", "swarm:index:ComposeStack", "shop-stack"), /^The stack shop is removed/],
  [change("replace", "aws:ec2/vpc:Vpc", "network"), /^The VPC is replaced/],
  [change("delete", "aws:lb/loadBalancer:LoadBalancer", "entrypoint"), /^The load balancer is deleted/],
  [
    change("delete", "swarm:index:ContainerNetwork$command:local:Command", "network"),
    /^The cluster's network/,
  ],
];

const harmless: readonly Change[] = [
  change("create", "swarm:index:ClusterKeys$pulumi:index:Stash", "keys"),
  change("delete", "swarm:index:MachineImages$pulumi:index:Stash", "amd64@debian-13@old"),
  change("update", "swarm:index:SwarmCluster$command:remote:Command", "swarm-bootstrap"),
  change("delete", "swarm:index:SwarmCluster$swarm:index:SwarmNode", "worker-2"),
  change("delete", "swarm:index:SwarmCluster$swarm:index:SwarmNode", "manager-pool-2"),
  change("update", "aws:ebs/volume:Volume", "manager-1-data", tagged),
  change("replace", "aws:ec2/instance:Instance", "manager-1", tagged),
  change("replace", "docker:index/container:Container", "swarm-dev-manager-0"),
  change("update", "swarm:index:ComposeStack", "shop-stack"),
  change("delete", "swarm:index:AnsweringEntryPoint$command:local:Command", "answer"),
  change("update", "aws:lb/loadBalancer:LoadBalancer", "entrypoint"),
  change("update", "swarm:index:ContainerNetwork$command:local:Command", "network", {
    before: { create: "same", environment: { MISSED: "1" } },
    after: { create: "same", environment: { MISSED: "2" } },
  }),
];

describe("dangersIn", () => {
  for (const [dangerousChange, sentence] of dangerous)
    it(`warns when ${dangerousChange.name} is ${dangerousChange.op}d`, () => {
      const [found, ...more] = dangersIn([...harmless, dangerousChange]);
      assert.match(found ?? "", sentence);
      assert.deepEqual(more, []);
    });

  it("finds nothing to warn of in what can be done again", () => {
    assert.deepEqual(dangersIn(harmless), []);
  });
});
