import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { pinnedBaseImage } from "../../../../../components/images/build/baseImage.ts";
import { Folder } from "../../../../support/folder.ts";
import { run } from "../../../../support/run.ts";

const root = join(import.meta.dirname, "../../../../..");

describe("the base image", () => {
  it("is pinned by digest, the same in every Dockerfile", () => {
    assert.match(pinnedBaseImage, /^debian:trixie-slim@sha256:[0-9a-f]{64}$/);
    const files = ["components", "example"].flatMap((folder) =>
      globSync(`${folder}/**/Dockerfile`, { cwd: root }),
    );
    assert.deepEqual(files.sort(), [
      "components/targets/local/entryPoint/balancerImage/Dockerfile",
      "components/targets/local/machines/machineImage/Dockerfile",
      "components/targets/local/registry/registryImage/Dockerfile",
      "example/api/Dockerfile",
      "example/data/Dockerfile",
      "example/edge/Dockerfile",
      "example/proxy/caddy/Dockerfile",
      "example/proxy/haproxy/Dockerfile",
    ]);
    for (const file of files) {
      const lines = readFileSync(join(root, file), "utf8").split("\n");
      const starts = lines.filter((line) => /^(FROM|ARG SWARM_BASE_IMAGE)\b/.test(line));
      assert.deepEqual(starts, [`ARG SWARM_BASE_IMAGE=${pinnedBaseImage}`, "FROM $SWARM_BASE_IMAGE"], file);
    }
  });

  /** What it is where the engine's image of the tag has this comment; undefined: there is none. */
  async function baseImage(comment: string | undefined, environment: Readonly<Record<string, string>> = {}) {
    const answer = comment === undefined ? "exit 1" : `echo '${comment}'`;
    using folder = new Folder().write({ docker: `#!/bin/sh\n${answer}\n` }, 0o755);
    const module = pathToFileURL(join(root, "components/images/build/baseImage.ts")).href;
    const script = `import { baseImage } from "${module}"; process.stdout.write(baseImage());`;
    const { SWARM_BASE_IMAGE: _own, ...others } = process.env;
    const env = { ...others, ...environment, PATH: `${folder.path}:${process.env.PATH}` };
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { env });
    return stdout;
  }

  it("is the pinned one, whatever else has its tag locally", async () => {
    assert.equal(await baseImage(undefined), pinnedBaseImage);
    assert.equal(await baseImage(""), pinnedBaseImage);
  });

  it("is the one that set-up built if no registry could be reached", async () => {
    assert.equal(await baseImage("made of Debian packages"), "debian:trixie-slim");
  });

  it("is always the one that the user names", async () => {
    const named = { SWARM_BASE_IMAGE: "mirror.example.com/debian:13" };
    assert.equal(await baseImage("made of Debian packages", named), "mirror.example.com/debian:13");
    assert.equal(await baseImage(undefined, { SWARM_BASE_IMAGE: "" }), pinnedBaseImage);
  });
});
