import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { StackImages } from "../../../../../components/images/stackImages.ts";
import { lifecyclePolicy } from "../../../../../components/targets/aws/registry/lifecyclePolicy.ts";
import { pullPolicy } from "../../../../../components/targets/aws/registry/pullPolicy.ts";
import type { ExistingRepository } from "../../../../../components/targets/aws/registry/repositoryOwner.ts";
import { EcrRegistry } from "../../../../../components/targets/aws/registry.ts";
import { cluster } from "../../../../support/fakeHost.ts";
import { Folder } from "../../../../support/folder.ts";
import { record, resolved } from "../../../../support/recordedProgram.ts";

const host = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const token = "token-of-this-run";
const role = "arn:aws:iam::123456789012:role/nodes";

/** A provider that calls the token secret, as this one may, or that does not. */
const answering = (mark: <T>(value: T) => unknown) => ({
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": () => ({
    authorizationToken: mark(Buffer.from(`AWS:${token}`).toString("base64")),
    expiresAt: "2026-11-23T07:00:00Z",
    id: "eu-central-1",
    password: mark(token),
    proxyEndpoint: `https://${host}`,
    userName: "AWS",
  }),
});

const ecr = <T>(
  work: (registry: EcrRegistry) => T,
  {
    forceDelete = false,
    mark = <V>(value: V): unknown => value,
    existing = new Map<string, ExistingRepository>(),
  } = {},
) =>
  record(
    () =>
      work(
        new EcrRegistry("registry", {
          owner: { project: "swarm", stack: "test", cluster: { id: cluster }, tags: { team: "shop" } },
          keep: 20,
          forceDelete,
          platform: "linux/arm64",
          pullers: [pulumi.output(role)],
          existing,
          cluster,
        }),
      ),
    { calls: answering(mark) },
  );

describe("EcrRegistry", () => {
  it("creates one repository with its policies for each image", async () => {
    const { recording, result } = await ecr((registry) => [
      registry.repository("shop/api"),
      registry.repository("shop/web"),
      registry.repository("shop/api"),
    ]);
    const below = (type: string, name: string) => `${type} ${name} < EcrRegistry registry`;
    assert.deepEqual(
      recording.tree(),
      [
        ...["shop/api", "shop/web"].flatMap((name) => [
          below("aws:ecr/lifecyclePolicy:LifecyclePolicy", name),
          below("aws:ecr/repository:Repository", name),
          below("aws:ecr/repositoryPolicy:RepositoryPolicy", name),
        ]),
        "swarm:index:EcrRegistry registry",
      ].sort(),
    );
    assert.equal(result[0], result[2]);
    assert.notEqual(result[0], result[1]);
  });

  it("has a repository for each image", async () => {
    const { result } = await ecr((registry) => registry.repositoryOf("shop", "api"));
    assert.deepEqual(result, { repository: "shop/api", tagPrefix: "" });
  });

  it("scans images, forbids overwriting tags and encrypts", async () => {
    const { recording } = await ecr((registry) => registry.repository("shop/api"));
    const { inputs, retainOnDelete } = recording.find("Repository shop/api");
    assert.deepEqual(inputs, {
      name: "swarm/test/shop/api",
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "AES256" }],
      forceDelete: false,
      tags: {
        team: "shop",
        Name: "swarm-test-shop/api",
        "swarm.project": "swarm",
        "swarm.stack": "test",
        "swarm.cluster": cluster,
      },
    });
    assert.equal(retainOnDelete, true);
  });

  it("deletes a repository with its images if the settings allow it, and keeps it otherwise", async () => {
    const { recording } = await ecr((registry) => registry.repository("shop/api"), { forceDelete: true });
    const { inputs, retainOnDelete } = recording.find("Repository shop/api");
    assert.equal(inputs.forceDelete, true);
    assert.equal(retainOnDelete, false);
  });

  describe("with a repository that exists", () => {
    const tags = { "swarm.project": "swarm", "swarm.stack": "test", "swarm.cluster": "d".repeat(20) };
    const existing = (clusterLives: boolean) => new Map([["swarm/test/shop/api", { tags, clusterLives }]]);

    it("takes it over, and creates the others", async () => {
      const { recording } = await ecr(
        (registry) => [registry.repository("shop/api"), registry.repository("shop/web")],
        { existing: existing(false) },
      );
      const ids = ["shop/api", "shop/web"].map((name) => recording.find(`Repository ${name}`).importId);
      assert.deepEqual(ids, ["swarm/test/shop/api", ""]);
    });

    it("refuses it if another running cluster has it", async () => {
      await assert.rejects(
        ecr((registry) => registry.repository("shop/api"), { existing: existing(true) }),
        { message: /^the ECR repository swarm\/test\/shop\/api belongs to another running cluster/ },
      );
    });
  });

  it("sets the lifecycle and pull policies before an image is pushed", async () => {
    const { recording, result } = await ecr((registry) => registry.repository("shop/api"));
    const [policy, lifecycle] = ["RepositoryPolicy shop/api", "LifecyclePolicy shop/api"].map((label) =>
      recording.find(label),
    );
    assert.deepEqual(policy?.inputs, { repository: "swarm/test/shop/api", policy: pullPolicy(role) });
    assert.deepEqual(lifecycle?.inputs, { repository: "swarm/test/shop/api", policy: lifecyclePolicy(20) });
    for (const one of [policy, lifecycle]) {
      assert.deepEqual(one?.dependencies, ["Repository shop/api"]);
      assert.equal(one?.deletedWith, "Repository shop/api");
    }
    assert.match(await resolved(result.urn), /RepositoryPolicy::shop\/api$/);
  });

  for (const [provider, mark] of [
    ["a provider that tells no secrets", <T>(value: T): unknown => value],
    ["a provider that marks the token", <T>(value: T): unknown => pulumi.secret(value)],
  ] as const)
    describe(`with ${provider}`, () => {
      const folder = new Folder().write({ "api/Dockerfile": "FROM scratch\n" });
      after(() => folder[Symbol.dispose]());
      const build = { context: folder.at("api"), dockerfile: folder.at("api/Dockerfile"), args: {} };
      const images = () =>
        ecr(
          (registry) => ({
            login: registry.login,
            images: new StackImages("shop", {
              stack: "test",
              cluster,
              registry,
              builds: { api: build },
              mirrored: { db: "postgres:17" },
              unmirrored: {},
              sources: {},
            }),
          }),
          { mark },
        );

      it("logs in from here with a secret token, and from the nodes with their role", async () => {
        const { login } = (await images()).result;
        const open = pulumi.all([
          login.pushAddress,
          login.nodeAddress,
          login.username,
          login.nodeConfiguration,
        ]);
        assert.deepEqual(await resolved(open), [
          host,
          host,
          "AWS",
          `{"credHelpers":{"${host}":"ecr-login"}}`,
        ]);
        assert.equal(await pulumi.isSecret(open), false);
        assert.equal(await resolved(login.password), token);
        assert.equal(await pulumi.isSecret(login.password), true);
      });

      it("uses the token only to push", async () => {
        const { recording } = await images();
        const image = recording.find("Image shop/api");
        assert.deepEqual(image.inputs.registries, [{ address: host, username: "AWS", password: token }]);
        assert.deepEqual([...image.secrets].sort(), ["buildArgs", "registries.0.password"]);
        const holders = recording.registrations.filter(({ inputs }) =>
          JSON.stringify(inputs).includes(token),
        );
        assert.deepEqual(holders.map(({ label }) => label).sort(), [
          "Command shop/postgres:17",
          "Image shop/api",
        ]);
      });

      it("copies an image into the repository of its service, for the nodes' platform", async () => {
        const { inputs, secrets, dependencies } = (await images()).recording.find("Command shop/postgres:17");
        assert.equal(
          inputs.create,
          "node components/images/scripts/mirror.ts docker.io/library/postgres:17 swarm/test/shop/db - linux/arm64",
        );
        assert.deepEqual(JSON.parse(String(inputs.stdin)).target, {
          address: host,
          username: "AWS",
          password: token,
        });
        assert.deepEqual(secrets, ["stdin"]);
        assert.deepEqual(dependencies, ["RepositoryPolicy shop/db"]);
      });

      it("names the images, not as secrets", async () => {
        const { references } = (await images()).result.images;
        const all = pulumi.output(references);
        assert.match(
          (await resolved(all)).api ?? "",
          new RegExp(`^${host}/swarm/test/shop/api@sha256:[0-9a-f]{64}$`),
        );
        assert.equal(await pulumi.isSecret(all), false);
      });

      it("builds for the nodes, after the policies, and ignores a change of the tag alone", async () => {
        const image = (await images()).recording.find("Image shop/api");
        assert.deepEqual(image.inputs.platforms, ["linux/arm64"]);
        assert.deepEqual(image.dependencies, ["RepositoryPolicy shop/api"]);
        const [tag = ""] = image.inputs.tags as string[];
        assert.match(tag, new RegExp(`^${host}/swarm/test/shop/api:[0-9a-f]{16}-\\d{8}t\\d{9}z$`));
        assert.deepEqual(image.ignoreChanges, ["tags"]);
        assert.deepEqual(image.replaceOnChanges, ["*"]);
        assert.equal(image.retainOnDelete, true);
      });

      it("pushes so that no refresh uses an expired token", async () => {
        const { inputs } = (await images()).recording.find("Image shop/api");
        assert.equal(inputs.push, false);
        assert.deepEqual(inputs.exports, [{ raw: "type=image,push=1" }]);
      });
    });
});
