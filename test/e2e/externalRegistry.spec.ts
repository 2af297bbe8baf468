import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { Clone } from "../support/clone.ts";
import { inventory } from "../support/engine.ts";
import { Hosts } from "../support/hosts.ts";
import { smallImage } from "../support/smallImage.ts";
import { SourceRegistry } from "../support/sourceRegistry.ts";
import { TlsRegistry } from "../support/tlsRegistry.ts";

const stack = "e2e-external";
const machines = ["one", "two"];
const passwords = [randomBytes(12).toString("hex"), randomBytes(12).toString("hex")] as const;
const dockerfile = (version: string) =>
  smallImage(`RUN echo ${version} >/version`, "STOPSIGNAL SIGKILL", 'CMD ["sleep", "infinity"]');
const deploy = "{mode: global, endpoint_mode: dnsrr, update_config: {monitor: 1s}}";

/** A `docker` that reports another processor architecture. */
const armed = `#!/bin/sh
case "$*" in
  *.Architecture*) /usr/bin/docker "$@" | sed 's/ linux x86_64 / linux aarch64 /' ;;
  *) exec /usr/bin/docker "$@" ;;
esac
`;

/** Existing machines and a registry with a password; each test continues where the previous one ended. */
describe("an existing registry", () => {
  const found = inventory(stack);
  let hosts: Hosts;
  let registry: TlsRegistry;
  let source: SourceRegistry;
  let clone: Clone;

  const up = (...args: string[]) => clone.npm("up", "--yes", "--skip-preview", ...args);
  const setPassword = async (path: string, password: string) => {
    const set = ["config", "set", "--secret", "--path", `swarm:${path}.password`, password];
    const { code, output } = await clone.npm("pulumi", ...set);
    assert.equal(code, 0, output);
  };
  const imageOf = (service: string) =>
    hosts.on(
      ...(["one", "docker", "service", "inspect", `shop_${service}`] as const),
      ...["--format", "{{.Spec.TaskTemplate.ContainerSpec.Image}}"],
    )[0] ?? "";
  const versionsOf = (service: string) =>
    machines.map((name) => {
      const [container = ""] = hosts.on(name, "docker", "ps", "--quiet", "--filter", `name=shop_${service}`);
      return hosts.on(name, "docker", "exec", container, "cat", "/version").join();
    });

  before(async () => {
    hosts = new Hosts(machines, {
      owner: stack,
      subnet: "172.31.94.0/24",
      firstPort: 18620,
      frontPort: 18630,
    });
    registry = new TlsRegistry(hosts, machines, passwords[0]);
    source = new SourceRegistry("swarm-e2e-external-source", 18639, "of-the-source");
    source.start();
    source.push("acme/side", "1", dockerfile("side"));
    clone = new Clone(
      stack,
      {
        target: "hosts",
        hosts: [hosts.entry("one", "manager", 0), hosts.entry("two", "worker", 1)],
        sshKey: "key",
        registry: { address: registry.address, username: registry.user, prefix: "team" },
        stacks: { shop: { file: "shop/compose.yaml" } },
        images: { sources: { [source.address]: { username: source.user } } },
      },
      { environment: { SSL_CERT_FILE: registry.certificateFile } },
    );
    mkdirSync(clone.path("shop/web"), { recursive: true });
    clone.write({
      key: hosts.privateKey,
      "shop/compose.yaml": `services:\n  web: {build: web, deploy: ${deploy}}\n  side: {image: "${source.address}/acme/side:1", deploy: ${deploy}}\n`,
      "shop/web/Dockerfile": dockerfile("1"),
    });
    const init = await clone.run("npm", ["run", "--silent", "pulumi", "--", "stack", "init", stack]);
    assert.equal(init.code, 0, init.output);
    await setPassword("registry", passwords[0]);
    await setPassword(`images.sources["${source.address}"]`, "of-the-source");
  });

  after(async () => {
    clone?.remove();
    source?.remove();
    registry?.[Symbol.dispose]();
    hosts?.[Symbol.dispose]();
    assert.deepEqual(inventory(stack), found);
  });

  it("receives nothing if this computer and the source lack a platform of the nodes", async () => {
    hosts.write("two", "/usr/local/bin/docker", armed);
    hosts.sh("two", "chmod +x /usr/local/bin/docker");
    const { code, output } = await up();
    assert.notEqual(code, 0);
    assert.match(
      output,
      /shop\/side: the image \S+acme\/side:1 cannot be copied: it is there for linux\/amd64, but not for linux\/arm64, which the nodes run/,
    );
    assert.match(
      output,
      /the nodes run linux\/amd64 and linux\/arm64, so images are built for both: turn on the containerd image store/,
    );
    assert.deepEqual(hosts.swarmState("two"), "inactive");
    hosts.sh("two", "rm /usr/local/bin/docker");
  });

  it("receives built and copied images, and the nodes run both by digest", async () => {
    // A machine never changes its platform, so the step must be replaced to run again.
    const { code, output } = await up("--replace", "**:Command::two-preflight");
    assert.equal(code, 0, output);
    for (const service of ["web", "side"])
      assert.match(imageOf(service), new RegExp(`^${registry.address}/team/shop@sha256:[0-9a-f]{64}$`));
    assert.deepEqual(
      registry.tags("team/shop").map((tag) => tag.replace(/[0-9a-f]{16}$/, "…")),
      ["side-…", "web-…"],
    );
    assert.deepEqual(
      [versionsOf("web"), versionsOf("side")],
      [
        ["1", "1"],
        ["side", "side"],
      ],
    );
  });

  it("receives no push when nothing changed", async () => {
    const { code, output } = await up("--expect-no-changes");
    assert.equal(code, 0, output);
  });

  it("rejects an outdated password while the services keep running", async () => {
    registry.setPassword(passwords[1]);
    clone.write({ "shop/web/Dockerfile": dockerfile("2") });
    const { code, output } = await up();
    assert.notEqual(code, 0);
    assert.match(output, /shop\/web: .*\n.*→ check that the registry runs and accepts the password/);
    assert.deepEqual(versionsOf("web"), ["1", "1"]);
  });

  it("receives a changed image with the new password", async () => {
    await setPassword("registry", passwords[1]);
    const { code, output } = await up();
    assert.equal(code, 0, output);
    assert.deepEqual(
      [versionsOf("web"), versionsOf("side")],
      [
        ["2", "2"],
        ["side", "side"],
      ],
    );
  });

  it("keeps its images when the swarm is destroyed", async () => {
    const { code, output } = await clone.npm("destroy");
    assert.equal(code, 0, output);
    assert.equal(registry.tags("team/shop").length, 3);
    for (const password of passwords) assert.ok(!clone.transcript.includes(password));
  });
});
