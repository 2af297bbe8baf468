import { SecretWatch } from "../support/secretWatch.ts";
import { TestCluster } from "../support/testCluster.ts";
import { killedMachines } from "./machines/killed.ts";
import { registryAndBalancer } from "./machines/registryAndBalancer.ts";
import { stoppedMachines } from "./machines/stopped.ts";
import { strandedMachines } from "./machines/stranded.ts";

describe("a cluster with three managers and two workers", () => {
  const cluster = new TestCluster("faults-machines", {
    managers: 3,
    workers: 2,
    // Neither the seed nor a worker: the faults kill both while the counter must continue.
    stacks: { example: { file: "example/compose.yaml", env: { DATA_NODE: "manager-1" } } },
    local: { port: 19000, subnet: "172.31.90.0/24" },
  });

  const secrets = new SecretWatch(cluster.clone);
  before(() => cluster.start());
  afterEach(() => cluster.endLoads());
  after(() => cluster.remove());

  killedMachines(cluster);
  stoppedMachines(cluster);
  strandedMachines(cluster);
  registryAndBalancer(cluster);

  secrets.assertHidden("manager-0");
});
