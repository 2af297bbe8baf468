import assert from "node:assert/strict";
import { relative } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { BuildRecipe } from "../../../../components/compose/buildRecipe.ts";
import { contextHash } from "../../../../components/images/build/contextHash.ts";
import type { RegistryLogin } from "../../../../components/images/registry.ts";
import { StackImages } from "../../../../components/images/stackImages.ts";
import { ContainerNetwork } from "../../../../components/targets/local/network.ts";
import { ContainerRegistry } from "../../../../components/targets/local/registry.ts";
import { cluster } from "../../../support/fakeHost.ts";
import { Folder } from "../../../support/folder.ts";
import { owner } from "../../../support/machines.ts";
import { record, resolved } from "../../../support/recordedProgram.ts";
import { digestOf } from "../../../support/resourceAnswers.ts";

describe("StackImages", () => {
  const folder = new Folder().write({
    "api/Dockerfile": "FROM scratch\n",
    "web/main.js": "1\n",
    "web/slim.Dockerfile": "FROM scratch\n",
  });
  after(() => folder[Symbol.dispose]());

  const builds = {
    api: { context: folder.at("api"), dockerfile: folder.at("api/Dockerfile"), args: {} },
    web: {
      context: folder.at("web"),
      dockerfile: folder.at("web/slim.Dockerfile"),
      target: "slim",
      args: { VERSION: "2" },
    },
  };

  const named = {
    mirrored: { cache: "redis:7", queue: "docker.io/library/redis:7", db: "ghcr.io/acme/db:2" },
    unmirrored: { log: "quay.io/acme/log:3" },
    sources: {
      "ghcr.io": { username: "octocat", password: "hush-of-ghcr" },
      "quay.io": { username: "octocat", password: "hush-of-quay" },
    },
  };

  const images = (
    login: Partial<RegistryLogin> = {},
    recipes: Record<string, BuildRecipe> = builds,
    platforms?: string[],
  ) =>
    record(() => {
      const registry = new ContainerRegistry("registry", {
        owner,
        network: new ContainerNetwork("network", { owner, subnet: "172.31.0.0/24" }),
        port: 20009,
        password: pulumi.secret("hush"),
      });
      const changed = {
        login: { ...registry.login, ...login },
        repositoryOf: (name: string, service: string) => registry.repositoryOf(name, service),
        repository: () => registry.repository(),
      };
      return new StackImages("shop", {
        stack: "test",
        cluster,
        registry: changed,
        builds: recipes,
        ...named,
        ...(platforms ? { platforms: pulumi.output(platforms) } : {}),
      });
    });

  it("creates one image for each built service, and one for each image that services name", async () => {
    const { recording } = await images();
    assert.deepEqual(
      recording.tree().filter((line) => line.includes(" shop")),
      [
        "command:local:Command shop/ghcr.io/acme/db:2 < MirroredImage shop/ghcr.io/acme/db:2",
        "command:local:Command shop/redis:7 < MirroredImage shop/redis:7",
        "docker-build:index:Image shop/api < ServiceImage shop/api",
        "docker-build:index:Image shop/web < ServiceImage shop/web",
        "swarm:index:MirroredImage shop/ghcr.io/acme/db:2 < StackImages shop",
        "swarm:index:MirroredImage shop/redis:7 < StackImages shop",
        "swarm:index:ServiceImage shop/api < StackImages shop",
        "swarm:index:ServiceImage shop/web < StackImages shop",
        "swarm:index:StackImages shop",
      ],
    );
  });

  it("builds with the user's builder, tags by content, and pushes to the push address", async () => {
    const { recording } = await images();
    assert.deepEqual(recording.find("Image shop/web").inputs, {
      push: false,
      exports: [{ raw: "type=image,push=1" }],
      exec: true,
      builder: { name: "default" },
      buildOnPreview: false,
      context: { location: relative(process.cwd(), folder.at("web")) },
      dockerfile: { location: relative(process.cwd(), folder.at("web/slim.Dockerfile")) },
      target: "slim",
      buildArgs: { VERSION: "2" },
      labels: { "swarm.stack": "test", "swarm.cluster": cluster, "swarm.content": contextHash(builds.web) },
      tags: [`127.0.0.1:20009/shop:web-${contextHash(builds.web)}`],
      network: "default",
      registries: [{ address: "127.0.0.1:20009", username: "swarm", password: "hush" }],
    });
  });

  it("passes on every build key, secrets as secrets that trigger no build", async () => {
    const rarer = {
      context: folder.at("web"),
      inlineDockerfile: "FROM scratch\n",
      args: {},
      labels: { team: "shop" },
      contexts: {
        lib: { location: folder.at("api"), isFolder: true },
        base: { location: "docker-image://alpine:3", isFolder: false },
      },
      extraHosts: ["one:10.0.0.1"],
      network: "none" as const,
      noCache: true,
      cacheFrom: ["type=registry,ref=a/b:c"],
      secrets: { npm: "the-build-token" },
      ssh: { default: [], deploy: [folder.at("key")] },
    };
    const { recording } = await images({}, { web: rarer });
    const { inputs, secrets } = recording.find("Image shop/web");
    const here = (path: string) => relative(process.cwd(), folder.at(path));
    assert.deepEqual(inputs, {
      push: false,
      exports: [{ raw: "type=image,push=1" }],
      exec: true,
      builder: { name: "default" },
      buildOnPreview: false,
      context: {
        location: here("web"),
        named: { lib: { location: here("api") }, base: { location: "docker-image://alpine:3" } },
      },
      dockerfile: { inline: "FROM scratch\n" },
      buildArgs: {},
      addHosts: ["one:10.0.0.1"],
      network: "none",
      noCache: true,
      cacheFrom: [{ raw: "type=registry,ref=a/b:c" }],
      ssh: [{ id: "default" }, { id: "deploy", paths: [here("key")] }],
      secrets: { npm: "the-build-token" },
      ignoreSecretsInDiffCalculation: ["npm"],
      labels: {
        team: "shop",
        "swarm.stack": "test",
        "swarm.cluster": cluster,
        "swarm.content": contextHash(rarer),
      },
      tags: [`127.0.0.1:20009/shop:web-${contextHash(rarer)}`],
      registries: [{ address: "127.0.0.1:20009", username: "swarm", password: "hush" }],
    });
    assert.ok(
      secrets.some((path) => path.startsWith("secrets")),
      secrets.join(),
    );
  });

  it("builds and copies for all platforms of existing machines", async () => {
    const { recording } = await images({}, builds, ["linux/amd64", "linux/arm64"]);
    assert.deepEqual(recording.find("Image shop/api").inputs.platforms, ["linux/amd64", "linux/arm64"]);
    assert.equal(
      recording.find("Command shop/redis:7").inputs.create,
      "node components/images/scripts/mirror.ts docker.io/library/redis:7 shop cache- linux/amd64,linux/arm64",
    );
    assert.equal("platforms" in (await images()).recording.find("Image shop/api").inputs, false);
  });

  it("sets no target if the file names none", async () => {
    assert.equal("target" in (await images()).recording.find("Image shop/api").inputs, false);
  });

  it("pushes once the registry runs, and leaves removal to the registry", async () => {
    const { recording } = await images();
    for (const label of ["Image shop/api", "Image shop/web"]) {
      const { dependencies, retainOnDelete, secrets } = recording.find(label);
      assert.deepEqual(dependencies, ["Container registry"]);
      assert.equal(retainOnDelete, true);
      assert.ok(secrets.includes("registries.0.password"));
    }
  });

  it("pushes equal builds to one repository in turn, and the rest in parallel", async () => {
    const { api, web } = builds;
    const { recording } = await images({}, { api, web, worker: api, late: { ...api, noCache: true } });
    const dependencies = (service: string) => recording.find(`Image shop/${service}`).dependencies;
    assert.deepEqual(dependencies("api"), ["Container registry"]);
    assert.deepEqual(dependencies("web"), ["Container registry"]);
    assert.deepEqual(dependencies("worker"), ["Container registry", "Image shop/api"]);
    assert.deepEqual(dependencies("late"), ["Container registry", "Image shop/worker"]);
  });

  it("checks the image on each refresh only over https and with a lasting password", async () => {
    const encrypted = (await images({ encrypted: true })).recording.find("Image shop/api").inputs;
    assert.equal(encrypted.push, true);
    assert.equal("exports" in encrypted, false);
    const shortLived = await images({ encrypted: true, shortLived: true });
    assert.equal(shortLived.recording.find("Image shop/api").inputs.push, false);
  });

  it("updates under the same tag, but replaces if tags are immutable", async () => {
    const updated = (await images()).recording.find("Image shop/api");
    assert.deepEqual([updated.ignoreChanges, updated.replaceOnChanges], [[], []]);
    const replaced = (await images({ immutableTags: true })).recording.find("Image shop/api");
    assert.deepEqual([replaced.ignoreChanges, replaced.replaceOnChanges], [["tags"], ["*"]]);
    const [tag] = replaced.inputs.tags as string[];
    assert.match(tag ?? "", /:api-[0-9a-f]{16}-\d{8}t\d{9}z$/);
  });

  it("names images by the nodes' address and the digest, not as a secret", async () => {
    const { recording, result } = await images();
    const digest = (name: string) => digestOf(recording.find(`Image ${name}`).inputs.tags);
    const references = pulumi.output(result.references);
    const copy = (name: string) => digestOf(recording.find(`Command ${name}`).inputs.create);
    assert.deepEqual(await resolved(references), {
      cache: `registry:5000/shop@${copy("shop/redis:7")}`,
      queue: `registry:5000/shop@${copy("shop/redis:7")}`,
      db: `registry:5000/shop@${copy("shop/ghcr.io/acme/db:2")}`,
      log: "quay.io/acme/log:3",
      api: `registry:5000/shop@${digest("shop/api")}`,
      web: `registry:5000/shop@${digest("shop/web")}`,
    });
    assert.equal(await pulumi.isSecret(references), false);
  });

  it("copies an image once, whatever the password, and again to another registry", async () => {
    const { recording } = await images();
    const { inputs, secrets, dependencies, ignoreChanges, replaceOnChanges } =
      recording.find("Command shop/redis:7");
    assert.equal(
      inputs.create,
      "node components/images/scripts/mirror.ts docker.io/library/redis:7 shop cache- -",
    );
    assert.deepEqual(JSON.parse(String(inputs.stdin)), {
      services: ["shop/cache", "shop/queue"],
      target: { address: "127.0.0.1:20009", username: "swarm", password: "hush" },
      sources: {},
    });
    const { create: _create, stdin: _stdin, ...others } = inputs;
    // Another input, such as an interpreter, would copy all images again.
    assert.deepEqual(others, {
      triggers: ["registry:5000"],
      logging: "none",
      addPreviousOutputInEnv: false,
    });
    assert.deepEqual([secrets, dependencies], [["stdin"], ["Container registry"]]);
    assert.deepEqual([ignoreChanges, replaceOnChanges], [["stdin"], ["create", "triggers[*]"]]);
  });

  it("passes a source's password to copies from it and to nodes that pull from it", async () => {
    const { recording, result } = await images();
    const { stdin } = recording.find("Command shop/ghcr.io/acme/db:2").inputs;
    assert.deepEqual(JSON.parse(String(stdin)).sources, { "ghcr.io": named.sources["ghcr.io"] });
    assert.deepEqual(result.logins, { "quay.io": named.sources["quay.io"] });
    const holders = recording.registrations.filter(({ inputs }) =>
      JSON.stringify(inputs).includes("hush-of-"),
    );
    assert.deepEqual(
      holders.map(({ label }) => label),
      ["Command shop/ghcr.io/acme/db:2"],
    );
  });

  it("names an image by service and content hash before it is built", async () => {
    const { result } = await images();
    assert.deepEqual(result.tagged, {
      api: `shop/api:${contextHash(builds.api)}`,
      web: `shop/web:${contextHash(builds.web)}`,
    });
    assert.equal(result.stack, "shop");
  });
});
