import assert from "node:assert/strict";
import { withClusterLabels } from "../../../../components/stack/clusterLabels.ts";
import { planDeployment } from "../../../../components/stack/deployment.ts";
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
    const { records } = planDeployment(modelOf(text), {}, "key", cluster);
    assert.deepEqual(
      records.filter(([kind]) => kind === "network"),
      [
        ["network", "spine", "internal=true attachable=true encrypted=true subnets=10.2.0.0/24"],
        ["network", "shop_plain", "internal=false attachable=false encrypted=false"],
      ],
    );
  });

  const { args, records } = planDeployment(model, images, "key", cluster);
  const file = renderStackFile(model, { images, objectNames: names, key: "key" });

  it("lists each service's expected revision and kind of health", () => {
    const { web, data, migrate, once } = file.revisions;
    assert.equal(args, `web=${web}=checked data=${data}=unchecked migrate=${migrate}=job once=${once}=job`);
  });

  it("sends the objects, the rendered compose file, and each job as its own file", () => {
    const { services, ...definitions } = withClusterLabels(JSON.parse(file.text), model, cluster);
    const { migrate, ...others } = services;
    assert.deepEqual(records, [
      ["secret", names["secret/password"], { base64: "aHVzaA==" }],
      ["compose", JSON.stringify({ ...definitions, services: others })],
      ["job", "migrate", JSON.stringify({ services: { migrate } })],
    ]);
  });

  it("changes only the revision of the service whose image changes", () => {
    const other = { web: `registry:5000/shop/web@sha256:${"b".repeat(64)}` };
    const [web, ...rest] = args.split(" ");
    const [otherWeb, ...otherRest] = planDeployment(model, other, "key", cluster).args.split(" ");
    assert.notEqual(otherWeb, web);
    assert.deepEqual(otherRest, rest);
  });

  it("keys the revisions, so that nobody can guess a service's content", () => {
    const unkeyed = renderStackFile(model, { images, objectNames: names }).revisions;
    for (const [service, revision] of Object.entries(file.revisions))
      assert.notEqual(unkeyed[service], revision);
  });
});
