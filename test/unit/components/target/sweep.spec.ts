import assert from "node:assert/strict";
import { Folder } from "../../../support/folder.ts";
import { run } from "../../../support/run.ts";
import { scriptFile } from "../../../support/scripts.ts";

describe("sweep.sh", () => {
  it("removes each image with the stack's label once, also where one of them stays", async () => {
    using folder = new Folder();
    const docker = `#!/bin/sh
printf '%s\\n' "docker $*" >>${folder.at("calls")}
case "$*" in
  "image ls "*) printf 'sha256:b\\nsha256:a\\nsha256:b\\n' ;;
  *sha256:a) echo "in use" >&2; exit 1 ;;
esac
`;
    folder.write({ "bin/docker": docker, calls: "" }, 0o755);
    const env = { ...process.env, PATH: `${folder.at("bin")}:${process.env.PATH}` };
    const outcome = await run("sh", [scriptFile("target/scripts/sweep.sh").pathname, "dev"], { env });
    assert.deepEqual(outcome, { code: 0, stdout: "", stderr: "" });
    const { stdout: calls } = await run("cat", [folder.at("calls")]);
    assert.equal(
      calls,
      `docker image ls --all --quiet --no-trunc --filter label=swarm.stack=dev
docker image rm --force sha256:a
docker image rm --force sha256:b
`,
    );
  });
});
