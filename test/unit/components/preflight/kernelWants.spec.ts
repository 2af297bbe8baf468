import assert from "node:assert/strict";
import { ingressServices, overlayNetworks } from "../../../../components/preflight/kernelWants.ts";
import { modelOf } from "../../../support/composeModel.ts";

const networks = (text: string) => overlayNetworks(modelOf(text));

describe("the kernel features that a stack requires", () => {
  it("include ip_vs for services that others in their network call", () => {
    const all = networks(`
services:
  web: {image: nginx, networks: [front, back]}
  api: {image: nginx, networks: [back], deploy: {endpoint_mode: dnsrr}}
  data: {image: nginx, networks: [back], deploy: {endpoint_mode: vip}}
networks: {front: {}, back: {}}
`);
    assert.deepEqual(all, [
      { key: "front", services: ["web"], virtual: [], encrypted: false },
      { key: "back", services: ["web", "api", "data"], virtual: ["web", "data"], encrypted: false },
    ]);
  });

  it("include ip_vs in the default network", () => {
    assert.deepEqual(networks("services: {web: {image: nginx}, api: {image: nginx}}"), [
      { key: "default", services: ["web", "api"], virtual: ["web", "api"], encrypted: false },
    ]);
  });

  it("include ip_vs for a lone service only if the file asks for it or others may join", () => {
    const virtual = (web: string, front = "") =>
      networks(`
services: {web: {image: nginx, networks: [front], ${web}}}
networks: {front: {${front}}}
`).flatMap((network) => network.virtual);
    assert.deepEqual(virtual(""), []);
    assert.deepEqual(virtual("deploy: {endpoint_mode: vip}"), ["web"]);
    assert.deepEqual(virtual("", "attachable: true"), ["web"]);
    assert.deepEqual(virtual("", "external: true"), ["web"]);
    assert.deepEqual(virtual("deploy: {endpoint_mode: dnsrr}", "external: true"), []);
  });

  it("include no ip_vs for jobs, which nobody calls", () => {
    const all = networks(`
services:
  web: {image: nginx, deploy: {endpoint_mode: dnsrr}}
  migrate: {image: nginx, deploy: {mode: replicated-job}}
  clean: {image: nginx, deploy: {mode: global-job}}
  seed: {image: nginx, deploy: {restart_policy: {condition: none}}}
`);
    assert.deepEqual(
      all.flatMap(({ virtual }) => virtual),
      [],
    );
  });

  it("include nothing for networks of the node itself", () => {
    assert.deepEqual(
      networks(`
services: {web: {image: nginx, networks: [outside]}, api: {image: nginx, networks: [outside, local]}}
networks: {outside: {external: true, name: host}, local: {driver: macvlan}}
`),
      [],
    );
  });

  it("include ESP if a network has the option, whatever its value, as in the engine", () => {
    for (const value of ['""', '"true"', "true", '"false"'])
      assert.deepEqual(
        networks(`
services: {web: {image: nginx, networks: [back]}}
networks: {back: {driver_opts: {encrypted: ${value}}}}
`),
        [{ key: "back", services: ["web"], virtual: [], encrypted: true }],
        value,
      );
    const [plain] = networks(`
services: {web: {image: nginx, networks: [back]}}
networks: {back: {driver_opts: {com.docker.network.driver.mtu: "1400"}}}
`);
    assert.equal(plain?.encrypted, false);
  });

  it("include ip_vs for ports with mode ingress", () => {
    assert.deepEqual(
      ingressServices(
        modelOf(`
services:
  web: {image: nginx, ports: ["80:80", "443:443"]}
  api: {image: nginx, ports: [{target: 80, published: 8080, mode: host}]}
  dns: {image: nginx, ports: [{target: 53, published: 53, protocol: udp}]}
`),
      ),
      ["web", "dns"],
    );
  });
});
