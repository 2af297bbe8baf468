import assert from "node:assert/strict";
import { docker } from "../../support/engine.ts";
import { fault } from "../../support/faults.ts";
import { inWords, type TestCluster } from "../../support/testCluster.ts";

/** Faults of what a cluster has besides its machines. */
export function registryAndBalancer(cluster: TestCluster): void {
  const container = (name: string) => `swarm-${cluster.stack}-${name}`;

  fault("the registry is killed", "the services keep running, up restores it", 30, async (run) => {
    const load = cluster.load("/api/visit");
    await cluster.engine(["rm", "--force", container("registry")]);
    run.begin();
    await cluster.heal(run);
    const result = await load.stop();
    run.saw(inWords(result));
    assert.deepEqual(result.failures, {});
    for (const image of Object.values(cluster.outputs.images)) await pullable(image);
    run.saw("its images are there");
  });

  fault(
    "the registry and its volume are gone",
    "up recreates both and pushes the images again",
    60,
    async (run) => {
      const old = cluster.outputs.images;
      await cluster.engine(["rm", "--force", container("registry")]);
      await cluster.engine(["volume", "rm", container("registry")]);
      run.begin();
      await cluster.heal(run);
      for (const image of Object.values(cluster.outputs.images)) await pullable(image);
      run.saw(`its images are there, ${sameImages(old, cluster.outputs.images)}`);
    },
  );

  fault("the registry is stopped", "up starts it", 30, async (run) => {
    await cluster.engine(["stop", container("registry")]);
    run.begin();
    await cluster.heal(run);
  });

  fault("the load balancer is killed", "up restores it", 30, async (run) => {
    await cluster.engine(["rm", "--force", container("balancer")]);
    run.begin();
    await cluster.heal(run);
  });

  fault("the load balancer is stopped", "up starts it", 30, async (run) => {
    await cluster.engine(["stop", container("balancer")]);
    run.begin();
    await cluster.heal(run);
  });

  const sameImages = (old: object, fresh: object) =>
    JSON.stringify(old) === JSON.stringify(fresh) ? "the same ones" : "rebuilt";

  /** Asserts that the registry has the image's manifest. */
  async function pullable(image: string): Promise<void> {
    const [, repository, digest] = /^[^/]+\/(.+)@sha256:(.+)$/.exec(image) ?? [];
    const root = "/var/lib/registry/docker/registry/v2/repositories";
    const link = `${root}/${repository}/_manifests/revisions/sha256/${digest}/link`;
    const held = docker("exec", container("registry"), "cat", link);
    assert.deepEqual(held, [`sha256:${digest}`]);
  }
}
