import assert from "node:assert/strict";
import { withClusterLabels } from "../../../../components/stack/clusterLabels.ts";
import { expectedArguments, planDeployment } from "../../../../components/stack/deployment.ts";
import { renderStackFile } from "../../../../components/stack/renderStackFile.ts";
import { objectNames } from "../../../../components/stack/stackObjects.ts";
import { modelOf } from "../../../support/composeModel.ts";
import { cluster } from "../../../support/fakeHost.ts";

const model = modelOf(
  `
services:
  web: {build: ./web, healthcheck: {test: [CMD, "true"]}, secrets: [password]}
  data: {image: redis}
  migrate: {image: redis, deploy: {mode: replicated-job}}
  once: {image: redis, deploy: {restart_policy: {condition: none}}}
secrets: {password: {file: ./password.txt}}
`,
  { files: { "web/Dockerfile": "", "password.txt": "hush" } },
);
const images = { web: `registry:5000/shop/web@sha256:${"a".repeat(64)}` };
const names = objectNames(model, "key");

describe("planDeployment", () => {
  it("lists the required network options, as far as the file sets them", () => {
    const networks =
      "{plain: {}, outside: {external: true}, own: {name: spine, internal: true, attachable: true, driver_opts: {encrypted: ''}, ipam: {config: [{subnet: 10.2.0.0/24}]}}}";
    const text = `services: {web: {image: redis, networks: [plain, outside, own]}}\nnetworks: ${networks}\n`;
    assert.deepEqual(planDeployment(modelOf(text), {}, "key", cluster).networks, [
      { name: "spine", traits: "internal=true attachable=true encrypted=true subnets=10.2.0.0/24" },
      { name: "shop_plain", traits: "internal=false attachable=false encrypted=false" },
    ]);
  });

  it("counts a network as encrypted with the option, whatever its value, as the engine does", () => {
    const text =
      "services: {web: {image: redis, networks: [net]}}\nnetworks: {net: {driver_opts: {encrypted: 'false'}}}\n";
    assert.deepEqual(planDeployment(modelOf(text), {}, "key", cluster).networks, [
      { name: "shop_net", traits: "internal=false attachable=false encrypted=true" },
    ]);
  });

  it("lists docker's default network without options", () => {
    const { networks } = planDeployment(modelOf("services: {web: {image: redis}}"), {}, "key", cluster);
    assert.deepEqual(networks, [{ name: "shop_default" }]);
  });

  const deployment = planDeployment(model, images, "key", cluster);
  const args = expectedArguments(deployment);
  const file = renderStackFile(model, { images, objectNames: names, key: "key" });

  it("lists each service's expected revision and kind of health", () => {
    const { web, data, migrate, once } = file.revisions;
    assert.equal(args, `web=${web}=checked data=${data}=unchecked migrate=${migrate}=job once=${once}=job`);
  });

  it("contains the objects, the rendered file with the cluster's labels, and which services are jobs", () => {
    assert.deepEqual(deployment.objects, [
      { kind: "secret", name: names["secret/password"], content: "aHVzaA==" },
    ]);
    assert.deepEqual(deployment.file, withClusterLabels(JSON.parse(file.text), model, cluster));
    const jobs = deployment.services.filter(({ isJob }) => isJob).map(({ service }) => service);
    assert.deepEqual(jobs, ["migrate"]);
  });

  it("knows which services wait for which, and that those must complete", () => {
    const text = `
services:
  web: {image: a, depends_on: {migrate: {condition: service_completed_successfully}, cache: {condition: service_started}}}
  migrate: {image: b, depends_on: {data: {condition: service_healthy}, gone: {condition: service_healthy, required: false}}}
  data: {image: c}
  cache: {image: d}
`;
    const { services } = planDeployment(modelOf(text), {}, "key", cluster);
    assert.deepEqual(
      services.map(({ service, kind, isJob, waitsFor }) => [service, kind, isJob, waitsFor]),
      [
        ["web", "unchecked", false, ["migrate"]],
        ["migrate", "job", false, ["data"]],
        ["data", "unchecked", false, []],
        ["cache", "unchecked", false, []],
      ],
    );
  });

  it("changes only the revision of the service whose image changes", () => {
    const other = { web: `registry:5000/shop/web@sha256:${"b".repeat(64)}` };
    const [web, ...rest] = args.split(" ");
    const [otherWeb, ...otherRest] = expectedArguments(planDeployment(model, other, "key", cluster)).split(
      " ",
    );
    assert.notEqual(otherWeb, web);
    assert.deepEqual(otherRest, rest);
  });

  it("keys the revisions, so that nobody can guess a service's content", () => {
    const unkeyed = renderStackFile(model, { images, objectNames: names }).revisions;
    for (const [service, revision] of Object.entries(file.revisions))
      assert.notEqual(unkeyed[service], revision);
  });
});
