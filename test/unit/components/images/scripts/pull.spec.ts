import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { FakeHost } from "../../../../support/fakeHost.ts";

const digest = (letter: string) => `@sha256:${letter.repeat(64)}`;
const api = `registry:5000/shop/api${digest("a")}`;
const web = `registry:5000/shop/web${digest("b")}`;
const credentials = '{"auths":{"registry:5000":{"auth":"c3dhcm06c2VjcmV0"}}}';

/** An engine that has the images whose files are in `$HOST/images`, and may pull those that are not refused. */
const docker = `case "$*" in
  version) ;;
  "info --format {{.DockerRootDir}}") echo "$HOST" ;;
  "image inspect --format {{.Id}} "*) if grep -qxF "$5" "$HOST/images"; then echo "id-of-$5"; else exit 1; fi ;;
  "image inspect "*) grep -qxF "$3" "$HOST/images" ;;
  "ps --all --quiet --no-trunc") cut -d ' ' -f 1 "$HOST/containers" ;;
  "inspect --format {{.Image}} "*) sed 's/^[^ ]* /id-of-/' "$HOST/containers" ;;
  "image rm "*) grep -vxF "$3" "$HOST/images" >"$HOST/left" || :; mv "$HOST/left" "$HOST/images" ;;
  "pull --quiet "*)
    cat "$DOCKER_CONFIG/config.json" >"$HOST/login"
    ls -ld "$DOCKER_CONFIG" >"$HOST/listing"
    if grep -qxF "$3" "$HOST/refused"; then echo "Error: $3 is not there" >&2; exit 1; fi
    echo "$3" >>"$HOST/images" ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

function node(images: string[] = [], refused: string[] = []): FakeHost {
  const list = (args: string[]) => args.map((word) => `${word}\n`).join("");
  return new FakeHost({ docker })
    .write("images", list(images))
    .write("refused", list(refused))
    .write("containers", "");
}

/** @param images `shop/api=REFERENCE` */
const pull = async (host: FakeHost, images: string[], { used = "", keep = 2 } = {}) => {
  const args = ["machine-1", String(keep), ...images];
  const outcome = await host.run("images/scripts/pull.sh", args, [
    ["used", used],
    ["client", credentials],
  ]);
  // Pulls run side by side.
  return { ...outcome, calls: [...outcome.calls].sort() };
};
const both = [`shop/api=${api}`, `shop/web=${web}`];

describe("pull.sh", () => {
  it("pulls every missing image by its digest", async () => {
    using host = node([web]);
    assert.deepEqual(await pull(host, both), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [
        `docker image inspect ${api}`,
        `docker image inspect ${web}`,
        "docker info --format {{.DockerRootDir}}",
        `docker pull --quiet ${api}`,
        "docker version",
      ],
    });
  });

  it("does not call the registry if every image is there", async () => {
    using host = node([api, web]);
    const { code, calls } = await pull(host, both);
    assert.equal(code, 0);
    assert.deepEqual(
      calls.filter((call) => call.startsWith("docker pull")),
      [],
    );
  });

  it("pulls an image of two services once", async () => {
    using host = node();
    const { code, calls } = await pull(host, [`shop/api=${api}`, `shop/web=${api}`]);
    assert.equal(code, 0);
    assert.deepEqual(
      calls.filter((call) => call.startsWith("docker pull")),
      [`docker pull --quiet ${api}`],
    );
  });

  it("pulls nothing without an image", async () => {
    using host = node();
    const { code, calls } = await pull(host, []);
    assert.deepEqual([code, calls], [0, ["docker info --format {{.DockerRootDir}}", "docker version"]]);
  });

  it("keeps credentials in memory, for its owner only, and removes them", async () => {
    for (const refused of [[], [api]]) {
      using host = node([], refused).write(
        "memory/swarm-pull.abcdefgh/config.json",
        "of a run that was killed",
      );
      const { calls } = await pull(host, [`shop/api=${api}`]);
      assert.equal(host.read("login"), credentials);
      assert.equal(host.read("listing").slice(0, 10), "drwx------");
      assert.ok(host.read("listing").includes(host.path("memory/swarm-pull.")));
      assert.deepEqual(readdirSync(host.path("memory")), ["none"]);
      assert.equal(calls.filter((call) => call.includes("c3dhcm06c2VjcmV0")).length, 0);
    }
  });

  it("pulls the others if one fails, and reports why each one failed", async () => {
    using host = node([], [api, `${web}0`]);
    const { code, stdout, stderr, calls } = await pull(host, [...both, `shop/job=${web}0`]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.equal(
      stderr,
      `this-host: images cannot be pulled:
Error: ${api} is not there
Error: ${web}0 is not there
  → see that the registry runs and answers from this machine, then run pulumi up again
`,
    );
    assert.equal(calls.filter((call) => call.startsWith("docker pull")).length, 3);
  });

  describe("from ECR", () => {
    const host = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
    const image = `${host}/swarm/prod/shop/api@sha256:${"a".repeat(64)}`;
    const helper = `{"credHelpers":{"${host}":"ecr-login"}}`;

    /** What docker says, and what ECR's credential helper writes into its log meanwhile. */
    const failing = async (said: string, log = "") => {
      using host = new FakeHost({
        docker: `case "$*" in
  version) ;;
  "image inspect "*) exit 1 ;;
  "pull --quiet "*)
    printf '%s' "$AWS_ECR_CACHE_DIR" >"$HOST/cache"
    mkdir -p "$AWS_ECR_CACHE_DIR/log"
    cat "$HOST/log" >"$AWS_ECR_CACHE_DIR/log/ecr-login.log"
    cat "$HOST/said" >&2
    exit 1 ;;
esac`,
      });
      host.write("said", `${said}\n`).write("log", log);
      const { code, stderr } = await host.run(
        "images/scripts/pull.sh",
        ["machine-1", "2", `shop/api=${image}`],
        [
          ["used", ""],
          ["client", helper],
        ],
      );
      assert.equal(code, 1);
      assert.ok(host.read("cache").startsWith(host.path("memory/swarm-pull.")));
      assert.deepEqual(readdirSync(host.path("memory")), ["none"]);
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
          "make room on this machine's disk, docker system df tells what takes it there, then run pulumi up again",
        "dial tcp 10.64.0.2:5000: connect: connection refused":
          "see that the registry runs and answers from this machine, then run pulumi up again",
      };
      for (const [said, hint] of Object.entries(hints))
        assert.equal(await failing(said), `this-host: images cannot be pulled:\n${said}\n  → ${hint}\n`);
    });
  });

  describe("when it removes images", () => {
    const version = (number: number) => `registry:5000/shop${digest(String(number))}`;
    const imagesOf = (host: FakeHost) => host.read("images").split("\n").slice(0, -1).sort();

    /** Pulls one version of the service after another. */
    const history = async (host: FakeHost, count: number, options = {}) => {
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
      assert.equal(
        host.read("swarm-images"),
        [3, 4, 5].map((number) => `shop/api ${version(number)}\n`).join(""),
      );
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
      host.write("containers", `c0ffee ${version(1)}\n`);
      await history(host, 4);
      assert.deepEqual(imagesOf(host), [version(1), version(3), version(4)]);
      host.write("containers", "");
      await pull(host, [`shop/api=${version(4)}`]);
      assert.deepEqual(imagesOf(host), [version(3), version(4)]);
    });

    it("keeps nothing of a removed service", async () => {
      using host = node();
      await pull(host, [`shop/api=${version(1)}`, `shop/web=${web}`]);
      await pull(host, [`shop/api=${version(1)}`]);
      assert.deepEqual(imagesOf(host), [version(1)]);
      assert.equal(host.read("swarm-images"), `shop/api ${version(1)}\n`);
    });

    it("does not fail if an image cannot be removed, and retries later", async () => {
      using host = new FakeHost({
        docker: docker.replace('"image rm "*)', '"image rm "*) [ -e "$HOST/willing" ] || exit 1;'),
      });
      host.write("images", "").write("refused", "").write("containers", "");
      await history(host, 4);
      assert.equal(imagesOf(host).length, 4);
      host.write("willing", "");
      await pull(host, [`shop/api=${version(4)}`]);
      assert.deepEqual(imagesOf(host), [version(3), version(4)]);
    });
  });
});
