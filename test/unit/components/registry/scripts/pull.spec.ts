import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { FakeHost } from "../../../../support/fakeHost.ts";

const api = `registry:5000/shop/api@sha256:${"a".repeat(64)}`;
const web = `registry:5000/shop/web@sha256:${"b".repeat(64)}`;
const credentials = '{"auths":{"registry:5000":{"auth":"c3dhcm06c2VjcmV0"}}}';

/** An engine that has the images whose files are in `$HOST/images`, and may pull those that are not refused. */
const docker = `case "$*" in
  version) ;;
  "image inspect "*) grep -qxF "$3" "$HOST/images" ;;
  "pull --quiet "*)
    cat "$DOCKER_CONFIG/config.json" >"$HOST/login"
    ls -ld "$DOCKER_CONFIG" >"$HOST/listing"
    if grep -qxF "$3" "$HOST/refused"; then echo "Error: $3 is not there" >&2; exit 1; fi ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

function node(images: string[] = [], refused: string[] = []): FakeHost {
  const list = (words: string[]) => words.map((word) => `${word}\n`).join("");
  return new FakeHost({ docker }).write("images", list(images)).write("refused", list(refused));
}

const pull = async (host: FakeHost, ...references: string[]) => {
  const outcome = await host.run("registry/scripts/pull.sh", ["machine-1", ...references], credentials);
  // Pulls run side by side.
  return { ...outcome, calls: [...outcome.calls].sort() };
};

describe("pull.sh", () => {
  it("pulls every image that is not there, by its digest", async () => {
    using host = node([web]);
    assert.deepEqual(await pull(host, api, web), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [
        `docker image inspect ${api}`,
        `docker image inspect ${web}`,
        `docker pull --quiet ${api}`,
        "docker version",
      ],
    });
  });

  it("asks the registry for nothing where everything is there", async () => {
    using host = node([api, web]);
    const { code, calls } = await pull(host, api, web);
    assert.equal(code, 0);
    assert.deepEqual(calls, [`docker image inspect ${api}`, `docker image inspect ${web}`, "docker version"]);
  });

  it("has nothing to do without an image", async () => {
    using host = node();
    assert.deepEqual(await pull(host), { code: 0, stdout: "", stderr: "", calls: ["docker version"] });
  });

  it("logs in with the credentials in memory, for its owner alone, and leaves none behind", async () => {
    for (const refused of [[], [api]]) {
      using host = node([], refused);
      const { calls } = await pull(host, api);
      assert.equal(host.read("login"), credentials);
      assert.equal(host.read("listing").slice(0, 10), "drwx------");
      assert.ok(host.read("listing").includes(host.path("memory/swarm-pull-")));
      assert.deepEqual(readdirSync(host.path("memory")), ["none"]);
      assert.equal(calls.filter((call) => call.includes("c3dhcm06c2VjcmV0")).length, 0);
    }
  });

  it("pulls the others where one fails, and says why each one failed", async () => {
    using host = node([], [api, `${web}0`]);
    const { code, stdout, stderr, calls } = await pull(host, api, web, `${web}0`);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.equal(
      stderr,
      `this-host: images cannot be pulled:
Error: ${api} is not there
Error: ${web}0 is not there
  → see that the registry runs and answers from this machine
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
      const { code, stderr } = await host.run("registry/scripts/pull.sh", ["machine-1", image], helper);
      assert.equal(code, 1);
      assert.ok(host.read("cache").startsWith(host.path("memory/swarm-pull-")));
      assert.deepEqual(readdirSync(host.path("memory")), ["none"]);
      return stderr;
    };

    it("says why the credential helper got nothing, and leaves none of its files behind", async () => {
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

    it("knows a role that may not pull, an image that is gone, and a helper that is not there", async () => {
      const remedies = {
        "denied: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: ecr:BatchGetImage":
          "see that this machine may pull from this registry",
        "manifest unknown: Requested image not found":
          "push what is gone from the registry once more: npm run up -- --replace '**:Image::STACK/SERVICE'",
        [`failed to resolve reference "${image}": ${image}: not found`]:
          "push what is gone from the registry once more: npm run up -- --replace '**:Image::STACK/SERVICE'",
        'error getting credentials - err: exec: "docker-credential-ecr-login": executable file not found in $PATH':
          "install the credential helper that it names on this machine",
        "dial tcp: lookup x on 10.64.0.2:53: no such host":
          "see that the registry runs and answers from this machine",
      };
      for (const [said, remedy] of Object.entries(remedies))
        assert.equal(await failing(said), `this-host: images cannot be pulled:\n${said}\n  → ${remedy}\n`);
    });
  });
});
