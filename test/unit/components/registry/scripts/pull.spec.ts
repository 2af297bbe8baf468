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
});
