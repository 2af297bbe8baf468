import assert from "node:assert/strict";
import { withClusterLabels } from "../../../../components/stack/clusterLabels.ts";
import { renderStackFile } from "../../../../components/stack/renderStackFile.ts";
import { objectNames } from "../../../../components/stack/stackObjects.ts";
import { modelOf } from "../../../support/composeModel.ts";
import { cluster } from "../../../support/fakeHost.ts";

const ours = { "swarm.cluster": cluster };

/** The file that is deployed, with its labels. */
function labelled(text: string) {
  const model = modelOf(text);
  const file = JSON.parse(
    renderStackFile(model, { images: {}, objectNames: objectNames(model, "key"), key: "key" }).text,
  );
  return { file, labels: withClusterLabels(file, model, cluster) };
}

describe("withClusterLabels", () => {
  it("labels services and their containers, and keeps their own labels", () => {
    const { file, labels } = labelled(
      "services: {web: {image: redis, labels: {tier: web}, deploy: {replicas: 2, labels: {team: shop}}}, data: {image: redis}}",
    );
    const { web, data } = labels.services;
    assert.deepEqual(web.labels, { ...file.services.web.labels, tier: "web", ...ours });
    assert.deepEqual(web.deploy.labels, { team: "shop", ...ours });
    assert.equal(web.deploy.replicas, 2);
    assert.deepEqual(data.labels, { ...file.services.data.labels, ...ours });
    assert.deepEqual(data.deploy.labels, ours);
    assert.equal(data.image, "redis");
  });

  it("labels the default network if the file names none", () => {
    const { file, labels } = labelled("services: {web: {image: redis}}");
    assert.equal(file.networks, undefined);
    assert.deepEqual(labels.networks, { default: { labels: ours } });
  });

  it("adds no network that no service uses", () => {
    const { labels } = labelled(
      "services: {web: {image: redis, networks: [front]}}\nnetworks: {front: {driver_opts: {encrypted: ''}}}",
    );
    assert.deepEqual(Object.keys(labels.networks), ["front"]);
    assert.deepEqual(labels.networks.front.labels, ours);
    assert.deepEqual(labels.networks.front.driver_opts, { encrypted: "" });
  });

  it("keeps the file's networks, even the default one", () => {
    const { labels } = labelled(
      "services: {web: {image: redis, networks: [default, back]}}\nnetworks: {default: {attachable: true}, back: {labels: {team: shop}}}",
    );
    assert.equal(labels.networks.default.attachable, true);
    assert.deepEqual(labels.networks.default.labels, ours);
    assert.deepEqual(labels.networks.back.labels, { team: "shop", ...ours });
  });

  it("labels volumes", () => {
    const { labels } = labelled(
      "services: {web: {image: redis, volumes: ['data:/data', 'logs:/logs']}}\nvolumes: {data: , logs: {labels: {team: shop}}}",
    );
    assert.deepEqual(labels.volumes.data.labels, ours);
    assert.deepEqual(labels.volumes.logs.labels, { team: "shop", ...ours });
  });

  it("leaves external objects unchanged", () => {
    const { file, labels } = labelled(
      "services: {web: {image: redis, networks: [public], volumes: ['disk:/data']}}\nnetworks: {public: {external: true}}\nvolumes: {disk: {external: true}}",
    );
    assert.deepEqual([labels.networks, labels.volumes], [file.networks, file.volumes]);
  });

  it("overrides the file's label of another cluster", () => {
    const { labels } = labelled(
      "services: {web: {image: redis, deploy: {labels: {swarm.cluster: 0123456789abcdef0123}}}}",
    );
    assert.deepEqual(labels.services.web.deploy.labels, ours);
  });

  it("changes neither its input nor anything else", () => {
    const { file, labels } = labelled(
      "services: {web: {image: redis}}\nconfigs: {page: {content: hello}}\nsecrets: {tls: {external: true}}",
    );
    assert.equal(JSON.stringify(file).includes("swarm.cluster"), false);
    assert.deepEqual([labels.configs, labels.secrets], [file.configs, file.secrets]);
  });
});
