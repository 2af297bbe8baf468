import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout } from "node:timers/promises";
import { container } from "../../../../support/swarmHost/daemon.ts";
import { SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";

const digest = (letter: string) => `@sha256:${letter.repeat(64)}`;
const api = `registry:5000/shop/api${digest("a")}`;
const web = `registry:5000/shop/web${digest("b")}`;
const credentials = '{"auths":{"registry:5000":{"auth":"c3dhcm06c2VjcmV0"}}}';

/** A node that has these images, and may not pull those that are refused. */
function node(images: readonly string[] = [], refused: readonly string[] = []): SwarmHost {
  const host = new SwarmHost();
  for (const image of images) host.daemon.images.add(image);
  for (const image of refused) host.refuse(`pull --quiet ${image}`, `Error: ${image} is not there`);
  return host;
}

const script = "images/scripts/pull.sh";
const payload = (used: string, client = credentials) =>
  [
    ["used", used],
    ["client", client],
  ] as const;

/** @param images `shop/api=REFERENCE` */
const pull = (
  host: SwarmHost,
  images: readonly string[],
  { used = "", keep = 2, client = credentials } = {},
) => host.step(script, ["machine-1", String(keep), ...images], payload(used, client));
const pulled = (...images: string[]) => images.map((image) => `pull --quiet ${image}`);
const both = [`shop/api=${api}`, `shop/web=${web}`];

describe("pull.sh", () => {
  it("pulls every missing image by its digest", async () => {
    using host = node([web]);
    assert.deepEqual(await pull(host, both), { code: 0, stdout: "", stderr: "", changes: pulled(api) });
    assert.deepEqual([...host.daemon.images], [web, api]);
  });

  it("does not call the registry if every image is there", async () => {
    using host = node([api, web]);
    const { code, changes } = await pull(host, both);
    assert.deepEqual([code, changes], [0, []]);
  });

  it("pulls an image of two services once", async () => {
    using host = node();
    // Not before a second pull would have begun.
    host.before("pull", () => setTimeout(300));
    const { code, changes } = await pull(host, [`shop/api=${api}`, `shop/web=${api}`]);
    assert.deepEqual([code, changes], [0, pulled(api)]);
  });

  it("pulls nothing without an image", async () => {
    using host = node();
    const { code, changes } = await pull(host, []);
    assert.deepEqual([code, changes], [0, []]);
  });

  it("keeps credentials in memory, for its owner only, and removes them", async () => {
    for (const refused of [[], [api]]) {
      using host = node();
      host.write("memory/swarm-pull.abcdefgh/config.json", "of a run that was killed");
      let logins = 0;
      host.before("pull", (environment) => {
        const folder = environment.get("DOCKER_CONFIG") ?? "";
        assert.ok(folder.startsWith(host.path("memory/swarm-pull.")), folder);
        assert.equal(statSync(folder).mode & 0o777, 0o700);
        assert.equal(readFileSync(`${folder}/config.json`, "utf8"), credentials);
        assert.deepEqual(readdirSync(host.path("memory")).sort(), ["none", basename(folder)]);
        logins++;
      });
      for (const image of refused) host.refuse(`pull --quiet ${image}`, "Error: it is not there");
      const { code, calls } = await host.runStored(
        script,
        ["machine-1", "2", `shop/api=${api}`],
        payload(""),
      );
      assert.deepEqual([code, logins], [refused.length, 1]);
      assert.deepEqual(readdirSync(host.path("memory")), ["none"]);
      assert.equal(calls.join("\n").includes("c3dhcm06c2VjcmV0"), false);
    }
  });

  it("pulls the others if one fails, and reports why each one failed", async () => {
    using host = node([], [api, `${web}0`]);
    const { code, stdout, stderr, changes } = await pull(host, [...both, `shop/job=${web}0`]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.equal(
      stderr,
      `this-host: images cannot be pulled:
Error: ${api} is not there
Error: ${web}0 is not there
  → see that the registry runs and answers from this machine, then run pulumi up again
`,
    );
    assert.deepEqual(changes, pulled(web));
  });

  describe("from ECR", () => {
    const host = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
    const image = `${host}/swarm/prod/shop/api@sha256:${"a".repeat(64)}`;
    const helper = `{"credHelpers":{"${host}":"ecr-login"}}`;

    /** What docker says, and what ECR's credential helper writes into its log meanwhile. */
    const failing = async (said: string, log = "") => {
      using fake = node();
      let cache = "";
      fake.before("pull", (environment) => {
        cache = environment.get("AWS_ECR_CACHE_DIR") ?? "";
        mkdirSync(`${cache}/log`, { recursive: true });
        writeFileSync(`${cache}/log/ecr-login.log`, log);
      });
      fake.refuse("pull", said);
      const { code, stderr } = await pull(fake, [`shop/api=${image}`], { client: helper });
      assert.equal(code, 1);
      assert.ok(cache.startsWith(fake.path("memory/swarm-pull.")), cache);
      assert.deepEqual(readdirSync(fake.path("memory")), ["none"]);
      return stderr;
    };

    it("reports why the credential helper failed, and removes its files", async () => {
      const said = `Error response from daemon: Head "https://${host}/v2/x": no basic auth credentials`;
      const log =
        'level=debug msg="Retrieving"\nlevel=error msg="Error retrieving credentials: no EC2 IMDS role found"\n';
      assert.equal(
        await failing(said, log),
        `this-host: images cannot be pulled:
${said}
level=error msg="Error retrieving credentials: no EC2 IMDS role found"
  → see that this machine may pull from this registry
`,
      );
    });

    it("gives a hint for a missing permission, a missing image and a missing helper", async () => {
      const hints = {
        "denied: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: ecr:BatchGetImage":
          "see that this machine may pull from this registry",
        "manifest unknown: Requested image not found":
          "push what is gone from the registry once more: npm run up -- --replace '**:Image::STACK/SERVICE', or '**:Command::STACK/IMAGE' for one that is copied",
        [`failed to resolve reference "${image}": ${image}: not found`]:
          "push what is gone from the registry once more: npm run up -- --replace '**:Image::STACK/SERVICE', or '**:Command::STACK/IMAGE' for one that is copied",
        'error getting credentials - err: exec: "docker-credential-ecr-login": executable file not found in $PATH':
          "install the credential helper that it names on this machine",
        "dial tcp: lookup x on 10.64.0.2:53: no such host":
          "see that this machine resolves the registry's name, /etc/resolv.conf, then run pulumi up again",
        "write /var/lib/docker/tmp/GetImageBlob1: no space left on device":
          "free space on this machine's disk (docker system df shows what uses it), then run pulumi up again",
        "dial tcp 10.64.0.2:5000: connect: connection refused":
          "see that the registry runs and answers from this machine, then run pulumi up again",
      };
      for (const [said, hint] of Object.entries(hints))
        assert.equal(await failing(said), `this-host: images cannot be pulled:\n${said}\n  → ${hint}\n`);
    });
  });

  describe("when it removes images", () => {
    const version = (number: number) => `registry:5000/shop${digest(String(number))}`;
    const imagesOf = (host: SwarmHost) => [...host.daemon.images].sort();
    const record = (host: SwarmHost) => host.read("docker/swarm-images");

    /** Pulls one version of the service after another. */
    const history = async (host: SwarmHost, count: number, options = {}) => {
      for (let number = 1; number <= count; number++) {
        const { code, stderr } = await pull(host, [`shop/api=${version(number)}`], options);
        assert.deepEqual([code, stderr], [0, ""]);
      }
    };

    it("keeps the last images of a service and all that it did not pull", async () => {
      const foreign = `registry:5000/shop${digest("f")}`;
      using host = node([foreign]);
      await history(host, 5, { keep: 3 });
      assert.deepEqual(imagesOf(host), [version(3), version(4), version(5), foreign]);
      assert.equal(record(host), [3, 4, 5].map((number) => `shop/api ${version(number)}\n`).join(""));
    });

    it("keeps an image that was there before any service needed it", async () => {
      using host = node([version(1)]);
      await history(host, 5);
      assert.deepEqual(imagesOf(host), [version(1), version(4), version(5)]);
    });

    it("counts an image that comes back as new", async () => {
      using host = node();
      await history(host, 2);
      await pull(host, [`shop/api=${version(1)}`]);
      await pull(host, [`shop/api=${version(3)}`]);
      assert.deepEqual(imagesOf(host), [version(1), version(3)]);
    });

    it("counts per service and keeps an image while any service counts it", async () => {
      using host = node();
      const run = (one: number, other: number) =>
        pull(host, [`shop/api=${version(one)}`, `shop/web=${version(other)}`]);
      await run(1, 1);
      for (const number of [2, 3, 4]) await run(number, 1);
      assert.deepEqual(imagesOf(host), [version(1), version(3), version(4)]);
    });

    it("keeps all images that services of the swarm use", async () => {
      using host = node();
      await history(host, 4, { used: `${version(1)} docker.io/library/redis${digest("e")}` });
      assert.deepEqual(imagesOf(host), [version(1), version(3), version(4)]);
      await pull(host, [`shop/api=${version(5)}`]);
      assert.deepEqual(imagesOf(host), [version(4), version(5)]);
    });

    it("keeps everything while the images in use are unknown", async () => {
      using host = node();
      await history(host, 4, { used: "unknown" });
      assert.equal(imagesOf(host).length, 4);
      await pull(host, [`shop/api=${version(5)}`]);
      assert.deepEqual(imagesOf(host), [version(4), version(5)]);
    });

    it("keeps the image of a container until the container is removed", async () => {
      using host = node();
      host.daemon.containers = [container("debug", { image: `id-of-${version(1)}` })];
      await history(host, 4);
      assert.deepEqual(imagesOf(host), [version(1), version(3), version(4)]);
      host.daemon.containers = [];
      await pull(host, [`shop/api=${version(4)}`]);
      assert.deepEqual(imagesOf(host), [version(3), version(4)]);
    });

    it("keeps nothing of a removed service", async () => {
      using host = node();
      await pull(host, [`shop/api=${version(1)}`, `shop/web=${web}`]);
      await pull(host, [`shop/api=${version(1)}`]);
      assert.deepEqual(imagesOf(host), [version(1)]);
      assert.equal(record(host), `shop/api ${version(1)}\n`);
    });

    it("does not fail if an image cannot be removed, and retries later", async () => {
      using host = node();
      host.refuse("image rm", "conflict: unable to remove repository reference");
      await history(host, 4);
      assert.equal(imagesOf(host).length, 4);
      host.allow("image rm");
      await pull(host, [`shop/api=${version(4)}`]);
      assert.deepEqual(imagesOf(host), [version(3), version(4)]);
    });
  });
});
