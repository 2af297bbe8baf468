import assert from "node:assert/strict";
import { imageKey } from "../../../../components/compose/schema/imageName.ts";
import { rendered } from "../../../support/renderedCompose.ts";
import { lines, web } from "../../badInput/badInput.ts";

describe("a compose file", () => {
  it("can have services, networks, volumes and configs called build and image", () => {
    const { file } = rendered(
      lines(
        "services: {build: {image: a, networks: [image], volumes: ['build:/b'], configs: [image]}, image: {image: b}}",
        "networks: {image: {}}",
        "volumes: {build: {}}",
        "configs: {image: {external: true}}",
        "x-image: {image: c}",
      ),
    );
    assert.deepEqual(Object.keys(file.services), ["build", "image"]);
    assert.deepEqual(file.networks, { image: {} });
  });

  it("passes the labels of configs and secrets, and a template", () => {
    const { model } = rendered(
      lines(
        web("configs: [page]", "secrets: [pw]"),
        "configs: {page: {content: a, labels: {caddy: b, __proto__: c}}}",
        "secrets: {pw: {file: pw.txt, labels: [d=e, f], template_driver: golang}}",
      ),
      { "pw.txt": "hush" },
    );
    const [page, pw] = model.objects;
    assert.deepEqual(Object.entries(page?.labels ?? {}), [
      ["caddy", "b"],
      ["__proto__", "c"],
    ]);
    assert.deepEqual([pw?.labels, pw?.template], [{ d: "e", f: "" }, "golang"]);
  });

  it("leaves a secret of a driver to docker, under a name of its own", () => {
    const of = (options: string) =>
      rendered(
        lines(
          web("secrets: [pw]"),
          `secrets: {pw: {driver: vault, driver_opts: {path: ${options}}, labels: {a: b}}}`,
        ),
      ).file.secrets.pw;
    const { name, ...secret } = of("kv");
    assert.match(name, /^shop_pw-[0-9a-f]{12}$/);
    assert.deepEqual(secret, { driver: "vault", driver_opts: { path: "kv" }, labels: { a: "b" } });
    assert.notEqual(of("other").name, name);
  });

  it("shortens names in the swarm to 64 characters", () => {
    const key = "prometheus-targets-of-the-services-behind-the-ingress-of-it";
    const { file } = rendered(lines(web(`configs: [${key}]`), `configs: {${key}: {content: a}}`));
    assert.match(
      file.configs[key].name,
      /^shop_prometheus-targets-of-the-services-behind-the--[0-9a-f]{12}$/,
    );
    assert.equal(file.configs[key].name.length, 64);
  });

  it("keeps the IPv4 range of a network that has an IPv6 range, too", () => {
    const ranges = "[{subnet: 10.9.0.0/24}, {subnet: '2001:db8::/64', gateway: '2001:db8::1'}]";
    const { file, warnings } = rendered(
      lines(web("networks: [net]"), `networks: {net: {enable_ipv6: true, ipam: {config: ${ranges}}}}`),
    );
    assert.deepEqual(file.networks.net, { ipam: { config: [{ subnet: "10.9.0.0/24" }] } });
    assert.deepEqual(warnings, [
      "networks.net.enable_ipv6: is left out; swarm's networks have no IPv6 → remove it",
      "networks.net.ipam.config[1]: is left out; swarm's networks have no IPv6 → remove it",
    ]);
  });

  it("leaves out what an external network has beside its name", () => {
    const { file, warnings } = rendered(
      lines(
        web("networks: [net]"),
        "networks: {net: {external: true, name: edge, driver: overlay, attachable: true}}",
      ),
    );
    assert.deepEqual(file.networks.net, { external: true, name: "edge" });
    assert.deepEqual(warnings, [
      "networks.net.driver: is left out; the network is external → remove it",
      "networks.net.attachable: is left out; the network is external → remove it",
    ]);
  });

  it("takes a key of its own for the nodes' network if host is taken", () => {
    const { file } = rendered(
      lines(web("network_mode: host"), "  api: {image: a, networks: [host]}", "networks: {host: {}}"),
    );
    assert.deepEqual(file.services.web.networks, { "node-host": {} });
    assert.deepEqual(file.networks, { host: {}, "node-host": { external: true, name: "host" } });
    assert.equal(file.services.web.deploy.update_config.order, undefined);
  });

  it("leaves out arguments of a build without a value", () => {
    const { model, warnings } = rendered(
      lines("services: {web: {build: {context: ., args: [HTTP_PROXY, A=b]}}}"),
      { Dockerfile: "" },
    );
    assert.deepEqual(model.builds.web?.args, { A: "b" });
    assert.deepEqual(warnings, []);
  });

  it("builds for services with upper case", () => {
    const { model } = rendered("services: {webApp: {build: .}}\n", { Dockerfile: "" });
    assert.deepEqual(Object.keys(model.builds), ["webApp"]);
    assert.deepEqual(["webApp", "a__b-_c", "db"].map(imageKey), ["webapp", "a-b-c", "db"]);
  });

  it("passes cluster volumes", () => {
    const spec =
      "{group: g, access_mode: {scope: single, sharing: none, mount_volume: {}}, capacity_range: {required_bytes: 1G}}";
    const mount = "volumes: [{type: cluster, source: data, target: /d}]";
    const { file } = rendered(lines(web(mount), `volumes: {data: {driver: csi, x-cluster-spec: ${spec}}}`));
    assert.deepEqual(file.volumes.data, {
      driver: "csi",
      "x-cluster-spec": {
        access_mode: { mount_volume: {}, scope: "single", sharing: "none" },
        capacity_range: { required_bytes: "1G" },
        group: "g",
      },
    });
  });
});
